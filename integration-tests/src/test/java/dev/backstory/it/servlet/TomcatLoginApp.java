package dev.backstory.it.servlet;

import java.io.File;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.jspecify.annotations.Nullable;

/** A shop of which a part is for users that Tomcat knows. */
final class TomcatLoginApp {

    private static @Nullable Tomcat running;

    private TomcatLoginApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start();
        }
        return running.getConnector().getLocalPort();
    }

    private static Tomcat start() throws Exception {
        File base = Files.createTempDirectory("backstory-it").toFile();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.addUser("alice", "secret");
        tomcat.addRole("alice", "customer");
        Context context = tomcat.addContext("", base.getPath());
        Wrapper shop = Tomcat.addServlet(context, "shop", new JakartaShop());
        shop.addMapping("/plain");
        shop.addMapping("/order/*");
        SecurityCollection orders = new SecurityCollection();
        orders.addPattern("/order/*");
        SecurityConstraint customersOnly = new SecurityConstraint();
        customersOnly.addCollection(orders);
        customersOnly.addAuthRole("customer");
        context.addSecurityRole("customer");
        context.addConstraint(customersOnly);
        context.setLoginConfig(new LoginConfig("BASIC", "shop", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        tomcat.start();
        return tomcat;
    }
}
