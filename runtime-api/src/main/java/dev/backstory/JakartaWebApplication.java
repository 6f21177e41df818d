package dev.backstory;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Made by servlet containers of the {@code jakarta} API: an undeployed application leaves nothing of Backstory behind. */
public final class JakartaWebApplication implements ServletContainerInitializer {

    /** For the container. */
    public JakartaWebApplication() {}

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
