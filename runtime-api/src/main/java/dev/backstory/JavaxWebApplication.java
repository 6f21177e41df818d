package dev.backstory;

import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.jspecify.annotations.Nullable;

/** Made by servlet containers of the {@code javax} API: an undeployed application leaves nothing of Backstory behind. */
public final class JavaxWebApplication implements ServletContainerInitializer {

    /** For the container. */
    public JavaxWebApplication() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        if (WebApplication.begins(
                context.getClassLoader(), context.getInitParameterNames(), context::getInitParameter)) {
            context.addListener(new Undeployed());
        }
    }

    static final class Undeployed implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            // The store is opened by the first event.
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            WebApplication.ends();
        }
    }
}
