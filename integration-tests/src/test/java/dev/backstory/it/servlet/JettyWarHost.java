package dev.backstory.it.servlet;

import java.util.Map;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

final class JettyWarHost implements WarHost {

    private final Server server = new Server(0);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection(true);
    private final String war;

    JettyWarHost() throws Exception {
        Class<?> servlet = Class.forName(System.getProperty("it.war"));
        war = War.assemble(WarHost.webXml(servlet), servlet).toString();
        server.setHandler(contexts);
        server.start();
    }

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public ClassLoader deploy(String path, Map<String, String> parameters) throws Exception {
        WebAppContext context = new WebAppContext();
        context.setContextPath(path);
        context.setWar(war);
        parameters.forEach(context::setInitParameter);
        contexts.addHandler(context);
        context.start();
        return context.getClassLoader();
    }

    @Override
    public void undeploy(String path) throws Exception {
        for (Handler each : contexts.getHandlers()) {
            if (each instanceof WebAppContext context
                    && context.getContextPath().equals(path)) {
                context.stop();
                contexts.removeHandler(context);
                context.destroy();
            }
        }
    }
}
