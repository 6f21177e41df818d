package dev.backstory.it.servlet;

import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A servlet of the {@code jakarta} API; the build makes {@code JavaxShop} of it for the other. */
public final class JakartaShop extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String DEPTH = "depth";
    private static final int DEEP = 5;
    private static final long SHORT = 200;
    private static final ExecutorService POOL = Executors.newFixedThreadPool(1);
    private static final ExecutorService LONG_POOL = Executors.newFixedThreadPool(1);
    private static final Semaphore RELEASED = new Semaphore(0);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Case.publish("servlet " + request.getDispatcherType());
        // An included servlet still sees the path of the including one.
        String path = request.getDispatcherType() == DispatcherType.INCLUDE ? "/plain" : request.getServletPath();
        switch (path) {
            case "/forward" -> request.getRequestDispatcher("/plain").forward(request, response);
            case "/include" -> request.getRequestDispatcher("/plain").include(request, response);
            case "/steps" -> {
                includeInTwoSteps(request, response);
                response.setStatus(503);
            }
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
            case "/timeout" -> {
                AsyncContext async = request.startAsync();
                async.addListener(new Listener());
                async.setTimeout(SHORT);
            }
            case "/nested" -> nest(request);
            case "/refuse" -> response.sendError(409);
            case "/gone" -> response.sendError(410);
            case "/commit" -> {
                response.flushBuffer();
                request.startAsync().dispatch("/plain");
            }
            case "/async-error" -> {
                request.startAsync().addListener(new Listener());
                throw new ServletException(new IllegalStateException("as planned"));
            }
            case "/write" -> {
                AsyncContext async = request.startAsync();
                response.getOutputStream().setWriteListener(new Writer(async));
            }
            case "/outlives" ->
                LONG_POOL.execute(() -> {
                    awaitRelease();
                    Case.publish("later");
                });
            case "/release" -> RELEASED.release();
            default -> response.getWriter().print("done");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext async = request.startAsync();
        request.getInputStream().setReadListener(new Reader(async));
    }

    /** In steps of its own, of which the inner one begins when the outer one is stored. */
    private static void includeInTwoSteps(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Step outer = Step.of(Step.JOB, "outer").start();
        try (Scope ignored = outer.context().activate()) {
            Case.publish("in a step");
            Step inner = Step.of(Step.JOB, "inner").start();
            try (Scope within = inner.context().activate()) {
                request.getRequestDispatcher("/plain").include(request, response);
            }
            inner.end();
        }
        outer.end();
    }

    /** Dispatches to itself, five deep, by turns from this thread and from another. */
    private static void nest(HttpServletRequest request) {
        int depth = request.getAttribute(DEPTH) instanceof Integer reached ? reached : 0;
        request.setAttribute(DEPTH, depth + 1);
        AsyncContext async = request.startAsync();
        if (depth == DEEP) {
            finish(async);
        } else if (depth % 2 == 0) {
            async.dispatch();
        } else {
            POOL.execute(async::dispatch);
        }
    }

    private static void awaitRelease() {
        RELEASED.acquireUninterruptibly();
    }

    private static void finish(AsyncContext async) {
        Case.publish("asynchronous");
        async.complete();
    }

    /** A filter that publishes before and after. */
    public static final class Door implements Filter {

        @Override
        public void init(FilterConfig config) {
            // Abstract before Servlet 4.
        }

        @Override
        public void destroy() {
            // Abstract before Servlet 4.
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            boolean quiet = ((HttpServletRequest) request).getServletPath().startsWith("/programmatic");
            if (quiet || request.getDispatcherType() != DispatcherType.REQUEST) {
                chain.doFilter(request, response);
                return;
            }
            Case.publish("before");
            String user = ((HttpServletRequest) request).getHeader("X-User");
            chain.doFilter(user == null ? request : new LoggedIn((HttpServletRequest) request, user), response);
            Case.publish("after");
        }
    }

    /** Adds a filter that is a lambda before all others; for the other API it can be one since Servlet 4. */
    public static final class Porch implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            Filter lambda = (request, response, chain) -> {
                Case.publish("porch");
                if (request.getParameter("fail") != null) {
                    throw new ServletException(new IllegalStateException("as planned"));
                }
                chain.doFilter(request, response);
            };
            event.getServletContext()
                    .addFilter("porch", lambda)
                    .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, TomcatApp.PORCH);
        }
    }

    /** What a filter for single sign-on hands on. */
    private static final class LoggedIn extends HttpServletRequestWrapper {

        private final String user;

        private LoggedIn(HttpServletRequest request, String user) {
            super(request);
            this.user = user;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> user;
        }
    }

    private static final class Listener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            Case.publish("listener");
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            Case.publish("timeout");
            event.getAsyncContext().complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            Case.publish("on error");
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    private static final class Reader implements ReadListener {

        private final AsyncContext async;

        private Reader(AsyncContext async) {
            this.async = async;
        }

        @Override
        public void onDataAvailable() throws IOException {
            ServletInputStream input = async.getRequest().getInputStream();
            while (input.isReady() && input.read() >= 0) {
                // To the end, or until the container calls again.
            }
        }

        @Override
        public void onAllDataRead() {
            finish(async);
        }

        @Override
        public void onError(Throwable failure) {
            Case.publish("stream error");
        }
    }

    private static final class Writer implements WriteListener {

        private final AsyncContext async;

        private Writer(AsyncContext async) {
            this.async = async;
        }

        @Override
        public void onWritePossible() throws IOException {
            ServletOutputStream output = async.getResponse().getOutputStream();
            if (output.isReady()) {
                output.write('x');
                finish(async);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Case.publish("stream error");
        }
    }
}
