package dev.backstory.it.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Knows when Spring has taken an emitter over: of one that completes before, it does not tell the completion. */
@Component
class SseStarted implements AsyncHandlerInterceptor, WebMvcConfigurer {

    private final Semaphore started = new Semaphore(0);

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/sse");
    }

    @Override
    public void afterConcurrentHandlingStarted(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        started.release();
    }

    void await() {
        started.acquireUninterruptibly();
    }
}
