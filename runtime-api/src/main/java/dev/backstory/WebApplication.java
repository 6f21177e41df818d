package dev.backstory;

import dev.backstory.store.postgres.PostgresEventStore;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web application that this library belongs to, where it lies in a {@code WEB-INF/lib}. */
final class WebApplication {

    private static final Logger LOG = LoggerFactory.getLogger(WebApplication.class);

    private WebApplication() {}

    /** Whether that application is it; then its context parameters are settings. */
    static boolean begins(
            @Nullable ClassLoader application, Enumeration<String> names, UnaryOperator<@Nullable String> parameters) {
        Map<String, String> settings = new HashMap<>();
        for (String name : Collections.list(names)) {
            String value = name.startsWith("backstory.") ? parameters.apply(name) : null;
            if (value != null) {
                settings.put(name, value);
            }
        }
        if (application == WebApplication.class.getClassLoader()) {
            Events.begin(settings);
            return true;
        }
        if (!settings.isEmpty()) {
            LOG.warn(
                    "The context parameters {} are not read: Backstory is not in that application's own WEB-INF/lib.",
                    settings.keySet());
        }
        return false;
    }

    static void ends() {
        Events.end();
        PostgresEventStore.releaseDriver();
    }
}
