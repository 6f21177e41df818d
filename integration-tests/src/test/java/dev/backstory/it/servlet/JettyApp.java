package dev.backstory.it.servlet;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A shop in an embedded Jetty of any generation: the servlet half is called by its names, which moved with each. */
final class JettyApp {

    private static @Nullable Server running;

    private JettyApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start(System.getProperty("it.shop"), System.getProperty("it.jetty"));
        }
        return ((ServerConnector) running.getConnectors()[0]).getLocalPort();
    }

    private static Server start(String shop, String jettyPackage) throws Exception {
        Object context = Class.forName(jettyPackage + ".ServletContextHandler")
                .getConstructor()
                .newInstance();
        Class<?> type = context.getClass();
        type.getMethod("setContextPath", String.class).invoke(context, "/");
        Method addServlet = type.getMethod("addServlet", String.class, String.class);
        for (String path : TomcatApp.PATHS) {
            addServlet.invoke(context, shop, path);
        }
        type.getMethod("addFilter", String.class, String.class, EnumSet.class)
                .invoke(context, shop + "$Door", "/*", everyDispatch(shop));
        if (shop.contains("Jakarta")) {
            call(
                    type,
                    context,
                    "addEventListener",
                    Class.forName(shop + "$Porch").getConstructor().newInstance());
        }
        Object errors = Class.forName(jettyPackage + ".ErrorPageErrorHandler")
                .getConstructor()
                .newInstance();
        errors.getClass()
                .getMethod("addErrorPage", int.class, String.class)
                .invoke(errors, TomcatApp.GONE, TomcatApp.GONE_PAGE);
        call(type, context, "setErrorHandler", errors);
        Server server = new Server(0);
        server.setHandler(handler(context));
        if (Boolean.getBoolean("it.forwarded")) {
            ((ServerConnector) server.getConnectors()[0])
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration()
                    .addCustomizer(new ForwardedRequestCustomizer());
        }
        String webSockets = System.getProperty("it.websockets");
        if (webSockets != null) {
            call(Class.forName(webSockets), null, "configure", context, null);
            call(
                    type,
                    context,
                    "addEventListener",
                    Class.forName(TomcatApp.chat(shop) + "$Deployer")
                            .getConstructor()
                            .newInstance());
        }
        server.start();
        return server;
    }

    /** Older APIs on a newer server come in a wrapping. */
    private static Handler handler(Object context) {
        return (Handler) (context instanceof Supplier<?> wrapped ? wrapped.get() : context);
    }

    /** Its parameters' types are of another package in each generation. */
    private static void call(Class<?> type, @Nullable Object target, String name, @Nullable Object... arguments)
            throws ReflectiveOperationException {
        for (Method method : type.getMethods()) {
            Class<?>[] types = method.getParameterTypes();
            if (method.getName().equals(name)
                    && types.length == arguments.length
                    && types[0].isInstance(arguments[0])) {
                method.invoke(target, arguments);
                return;
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static EnumSet<?> everyDispatch(String shop) throws ReflectiveOperationException {
        String api = shop.contains("Javax") ? "javax" : "jakarta";
        Object types = Class.forName(api + ".servlet.DispatcherType")
                .getMethod("values")
                .invoke(null);
        return copyOf(types);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static EnumSet<?> copyOf(Object types) {
        return EnumSet.copyOf((Collection) List.of((Object[]) types));
    }
}
