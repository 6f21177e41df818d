package dev.backstory.it.servlet;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee11.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** A shop of which a part is for users that Jetty knows. */
final class JettyLoginApp {

    private static @Nullable Server running;

    private JettyLoginApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start();
        }
        return ((ServerConnector) running.getConnectors()[0]).getLocalPort();
    }

    private static Server start() throws Exception {
        UserStore users = new UserStore();
        users.addUser("alice", Credential.getCredential("secret"), new String[] {"customer"});
        HashLoginService logins = new HashLoginService("shop");
        logins.setUserStore(users);
        ConstraintMapping customersOnly = new ConstraintMapping();
        customersOnly.setPathSpec("/order/*");
        customersOnly.setConstraint(Constraint.from("customer"));
        ConstraintSecurityHandler security = new ConstraintSecurityHandler();
        security.setAuthenticator(new BasicAuthenticator());
        security.setLoginService(logins);
        security.addConstraintMapping(customersOnly);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SECURITY);
        context.setSecurityHandler(security);
        context.addServlet(JakartaShop.class, "/plain");
        context.addServlet(JakartaShop.class, "/order/*");
        Server server = new Server(0);
        server.setHandler(context);
        server.start();
        return server;
    }
}
