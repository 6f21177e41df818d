package dev.backstory.it.servlet;

import jakarta.servlet.ServletException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;

/** A shop in an embedded Tomcat of either API: it names the servlets, and so links to neither. */
final class TomcatApp {

    static final int GONE = 410;
    static final String GONE_PAGE = "/gone-page";

    /** Tomcat sends the head of its answer before the application is called. */
    static final String EARLY = "/early";

    /** Before it there is a filter that is a lambda, in shops of the newer API. */
    static final String PORCH = "/porch";

    static final String[] PATHS = {
        "/plain",
        "/forward",
        "/include",
        "/steps",
        "/throw",
        "/pool",
        "/start",
        "/dispatch",
        "/listener",
        "/broken",
        "/order/*",
        "/timeout",
        "/nested",
        "/refuse",
        "/gone",
        "/gone-page",
        "/commit",
        "/async-error",
        "/write",
        "/read",
        "/outlives",
        EARLY,
        PORCH,
        "/release"
    };

    private static @Nullable Tomcat running;

    private TomcatApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start(System.getProperty("it.shop"));
        }
        return running.getConnector().getLocalPort();
    }

    private static Tomcat start(String shop) throws Exception {
        File base = Files.createTempDirectory("backstory-it").toFile();
        base.deleteOnExit();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        if (Boolean.getBoolean("it.virtual") && !tomcat.getConnector().setProperty("useVirtualThreads", "true")) {
            throw new IllegalStateException("this Tomcat has no virtual threads");
        }
        tomcat.getConnector();
        Context context = tomcat.addContext("", base.getPath());
        if (shop.contains("Jakarta")) {
            // A valve names the API's exception, and this one is compiled once.
            context.getPipeline().addValve(EarlyHead.valve());
            context.addApplicationListener(shop + "$Porch");
        }
        Wrapper servlet = Tomcat.addServlet(context, "shop", shop);
        servlet.setAsyncSupported(true);
        for (String path : PATHS) {
            servlet.addMapping(path);
        }
        // Tomcat calls no filter, by which it takes handshakes, where there is no servlet.
        servlet.addMapping("/chat/*");
        servlet.addMapping("/programmatic/*");
        FilterDef filter = new FilterDef();
        filter.setFilterName("door");
        filter.setFilterClass(shop + "$Door");
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("door");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        context.addErrorPage(goneFor410());
        context.addApplicationListener("org.apache.tomcat.websocket.server.WsContextListener");
        context.addApplicationListener(chat(shop) + "$Deployer");
        tomcat.start();
        return tomcat;
    }

    /** The WebSocket endpoints of the shop's API. */
    static String chat(String shop) {
        return shop.replace("Shop", "Chat");
    }

    private static ErrorPage goneFor410() {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(GONE);
        page.setLocation(GONE_PAGE);
        return page;
    }

    /** A part of the container that commits the response before the application is called. */
    private static final class EarlyHead extends ValveBase {

        private EarlyHead() {
            super(true);
        }

        /** Made in here: the class around it is also asked for its paths where there is no Tomcat. */
        static Valve valve() {
            return new EarlyHead();
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getRequestURI().equals(EARLY)) {
                response.flushBuffer();
            }
            getNext().invoke(request, response);
        }
    }
}
