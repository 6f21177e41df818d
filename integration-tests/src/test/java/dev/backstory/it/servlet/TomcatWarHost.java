package dev.backstory.it.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Container;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

final class TomcatWarHost implements WarHost {

    private final Tomcat tomcat = new Tomcat();
    private final Path war;

    TomcatWarHost() throws Exception {
        Class<?> servlet = Class.forName(System.getProperty("it.war"));
        war = War.assemble(WarHost.webXml(servlet), servlet);
        tomcat.setBaseDir(Files.createTempDirectory("backstory-it").toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public ClassLoader deploy(String path, Map<String, String> parameters) {
        StandardContext context = new StandardContext();
        context.setPath(path);
        context.setDocBase(war.toString());
        context.setParentClassLoader(WarHost.class.getClassLoader());
        parameters.forEach(context::addParameter);
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        return context.getLoader().getClassLoader();
    }

    @Override
    public void undeploy(String path) throws Exception {
        Container context = tomcat.getHost().findChild(path);
        tomcat.getHost().removeChild(context);
        context.destroy();
    }
}
