package dev.backstory.it.servlet;

import java.util.Map;

/** A container that web applications come to and go from. */
interface WarHost {

    int port();

    /** Deploys the application under that path, with those context parameters, and returns its loader. */
    ClassLoader deploy(String path, Map<String, String> parameters) throws Exception;

    void undeploy(String path) throws Exception;

    /** What says of that servlet, and of its listener, how they are deployed. */
    static String webXml(Class<?> servlet) {
        String name = servlet.getName();
        return "<web-app version='4.0' metadata-complete='true'>"
                + "<listener><listener-class>" + name + "$Goodbye</listener-class></listener>"
                + "<servlet><servlet-name>shop</servlet-name><servlet-class>" + name + "</servlet-class>"
                + "<async-supported>true</async-supported></servlet>"
                + "<servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/</url-pattern></servlet-mapping>"
                + "</web-app>";
    }
}
