package dev.backstory.it.servlet;

import dev.backstory.it.harness.Case;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CompletableFuture;

/** A web application that publishes, and does nothing else about its store: it neither opens nor closes one. */
public final class JakartaWar extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        if (request.getParameter("fail") != null) {
            throw new IllegalStateException("as planned");
        }
        Case.publish("direct");
        CompletableFuture.runAsync(() -> Case.publish("by a pool of all")).join();
    }

    /** Publishes once more when the application is undeployed. */
    public static final class Goodbye implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            // Nothing before the first request.
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            Case.publish("goodbye");
        }
    }
}
