package dev.backstory.it.servlet;

import dev.backstory.it.harness.Case;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A servlet of the {@code javax} API; {@link JakartaShop} is the same for the other. */
public final class JavaxShop extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final ExecutorService POOL = Executors.newFixedThreadPool(1);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Case.publish("servlet " + request.getDispatcherType());
        // An included servlet still sees the path of the including one.
        String path = request.getDispatcherType() == DispatcherType.INCLUDE ? "/plain" : request.getServletPath();
        switch (path) {
            case "/forward" -> request.getRequestDispatcher("/plain").forward(request, response);
            case "/include" -> request.getRequestDispatcher("/plain").include(request, response);
            case "/throw" -> throw new ServletException(new IllegalStateException("as planned"));
            case "/broken" -> response.setStatus(503);
            case "/pool" -> {
                AsyncContext async = request.startAsync();
                POOL.execute(() -> finish(async));
            }
            case "/start" -> {
                AsyncContext async = request.startAsync();
                async.start(() -> finish(async));
            }
            case "/dispatch" -> {
                AsyncContext async = request.startAsync();
                POOL.execute(() -> async.dispatch("/start"));
            }
            case "/listener" -> {
                AsyncContext async = request.startAsync();
                async.addListener(new Listener());
                async.complete();
            }
            default -> response.getWriter().print("done");
        }
    }

    private static void finish(AsyncContext async) {
        Case.publish("asynchronous");
        async.complete();
    }

    /** A filter that publishes before and after. */
    public static final class Door implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getDispatcherType() != DispatcherType.REQUEST) {
                chain.doFilter(request, response);
                return;
            }
            Case.publish("before");
            chain.doFilter(request, response);
            Case.publish("after");
        }
    }

    private static final class Listener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            Case.publish("listener");
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
