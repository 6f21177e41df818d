package dev.backstory.it.servlet;

import dev.backstory.Events;
import dev.backstory.context.CausalContext;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The shop as a web application with a runtime API of its own, in a loader that looks into itself before its parent. */
final class JettyWarApp {

    private static @Nullable Server running;

    private JettyWarApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start();
        }
        return ((ServerConnector) running.getConnectors()[0]).getLocalPort();
    }

    private static Server start() throws Exception {
        Server server = new Server(0);
        WebAppContext application = new WebAppContext();
        application.setContextPath("/");
        application.setWar(War.assemble(webXml(), JakartaShop.class).toString());
        server.setHandler(application);
        server.start();
        ClassLoader own = application.getClassLoader();
        if (own.loadClass(Events.class.getName()) == Events.class) {
            throw new IllegalStateException("the application does not have its own runtime API");
        }
        if (own.loadClass(CausalContext.class.getName()) != CausalContext.class) {
            throw new IllegalStateException("the application has a context package of its own");
        }
        return server;
    }

    private static String webXml() {
        StringBuilder mappings = new StringBuilder();
        for (String path : TomcatApp.PATHS) {
            mappings.append("<servlet-mapping><servlet-name>shop</servlet-name><url-pattern>")
                    .append(path)
                    .append("</url-pattern></servlet-mapping>");
        }
        String shop = "dev.backstory.it.servlet.JakartaShop";
        return "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.1' metadata-complete='true'>"
                + "<filter><filter-name>door</filter-name><filter-class>" + shop + "$Door</filter-class>"
                + "<async-supported>true</async-supported></filter>"
                + "<filter-mapping><filter-name>door</filter-name><url-pattern>/*</url-pattern></filter-mapping>"
                + "<servlet><servlet-name>shop</servlet-name><servlet-class>" + shop + "</servlet-class>"
                + "<async-supported>true</async-supported></servlet>" + mappings
                + "<error-page><error-code>" + TomcatApp.GONE + "</error-code><location>" + TomcatApp.GONE_PAGE
                + "</location></error-page></web-app>";
    }
}
