package dev.backstory.it.servlet;

import dev.backstory.context.CausalContext;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers with the story that another thread sees: of a pool of its own at {@code /pool}, else of the container's. */
public final class CrossoverShop extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final ExecutorService POOL = Executors.newFixedThreadPool(5);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        if (request.getRequestURI().equals("/pool")) {
            POOL.execute(() -> answer(async));
        } else {
            async.start(() -> answer(async));
        }
    }

    private static void answer(AsyncContext async) {
        try {
            String seen = String.valueOf(CausalContext.current().correlationId());
            async.getResponse().setContentLength(seen.length());
            async.getResponse().getWriter().print(seen);
            async.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only there, because a shop has one. */
    public static final class Door implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
        }
    }
}
