package dev.backstory.it.servlet;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shop in an embedded Undertow of either API: everything is called by name, so that the tests need neither to compile. */
final class UndertowApp {

    private static @Nullable Object running;

    private UndertowApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start(System.getProperty("it.shop"));
        }
        Object listener = ((List<?>) call(running, "getListenerInfo")).get(0);
        return ((InetSocketAddress) call(listener, "getAddress")).getPort();
    }

    private static Object start(String shop) throws Exception {
        Class<?> servlets = Class.forName("io.undertow.servlet.Servlets");
        Object servlet =
                servlets.getMethod("servlet", String.class, Class.class).invoke(null, "shop", Class.forName(shop));
        call(servlet, "setAsyncSupported", true);
        call(servlet, "addMappings", (Object) TomcatApp.PATHS);
        Object filter = servlets.getMethod("filter", String.class, Class.class)
                .invoke(null, "door", Class.forName(shop + "$Door"));
        call(filter, "setAsyncSupported", true);

        Object deployment = servlets.getMethod("deployment").invoke(null);
        call(deployment, "setClassLoader", UndertowApp.class.getClassLoader());
        call(deployment, "setContextPath", "/");
        call(deployment, "setDeploymentName", "shop");
        call(deployment, "addServlet", servlet);
        call(deployment, "addFilter", filter);
        String api = shop.contains("Javax") ? "javax" : "jakarta";
        if (shop.contains("Jakarta")) {
            Object listener = servlets.getMethod("listener", Class.class).invoke(null, Class.forName(shop + "$Porch"));
            call(deployment, "addListener", listener);
        }
        Object[] dispatches = (Object[]) Class.forName(api + ".servlet.DispatcherType")
                .getMethod("values")
                .invoke(null);
        for (Object each : dispatches) {
            call(deployment, "addFilterUrlMapping", "door", "/*", each);
        }
        Object gone = Class.forName("io.undertow.servlet.api.ErrorPage")
                .getConstructor(String.class, int.class)
                .newInstance(TomcatApp.GONE_PAGE, TomcatApp.GONE);
        call(deployment, "addErrorPage", gone);
        if (!"none".equals(System.getProperty("it.websockets"))) {
            addWebSockets(deployment, servlets, TomcatApp.chat(shop));
        }
        Object container = servlets.getMethod("defaultContainer").invoke(null);
        Object manager = call(container, "addDeployment", deployment);
        call(manager, "deploy");

        Object builder =
                Class.forName("io.undertow.Undertow").getMethod("builder").invoke(null);
        call(builder, "addHttpListener", 0, "127.0.0.1");
        call(builder, "setHandler", behindProxy(call(manager, "start")));
        Object server = call(builder, "build");
        call(server, "start");
        return server;
    }

    /** What reads the client's address out of a header, where that is asked for. */
    private static Object behindProxy(Object handler) throws Exception {
        return Boolean.getBoolean("it.forwarded")
                ? Class.forName("io.undertow.server.handlers.ProxyPeerAddressHandler")
                        .getConstructor(Class.forName("io.undertow.server.HttpHandler"))
                        .newInstance(handler)
                : handler;
    }

    private static void addWebSockets(Object deployment, Class<?> servlets, String chat) throws Exception {
        Object listener = servlets.getMethod("listener", Class.class).invoke(null, Class.forName(chat + "$Deployer"));
        call(deployment, "addListener", listener);
        Object webSockets = Class.forName("io.undertow.websockets.jsr.WebSocketDeploymentInfo")
                .getConstructor()
                .newInstance();
        call(deployment, "addServletContextAttribute", webSockets.getClass().getName(), webSockets);
    }

    /** The public method of that name that takes those arguments. */
    private static Object call(Object target, String name, Object... arguments) throws Exception {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
                method.setAccessible(true);
                return method.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + name);
    }

    private static boolean takes(Class<?>[] types, Object[] arguments) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            Object given = arguments[i];
            boolean fits = types[i].isInstance(given)
                    || (types[i] == boolean.class && given instanceof Boolean)
                    || (types[i] == int.class && given instanceof Integer);
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
