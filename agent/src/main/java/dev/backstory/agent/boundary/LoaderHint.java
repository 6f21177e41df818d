package dev.backstory.agent.boundary;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Which class loaders can have implementations of a type: those that see it. Asked once per loader. */
public final class LoaderHint {

    private static final String[] NEVER = {
        "java.",
        "jdk.",
        "sun.",
        "com.sun.",
        "dev.backstory.context.",
        "dev.backstory.store.",
        "org.slf4j.",
        "ch.qos.logback.",
        "tools.jackson.",
        "com.fasterxml.",
        "org.postgresql.",
        "net.bytebuddy.",
        "kotlin.",
        "groovy."
    };

    private final String resource;
    private final Map<ClassLoader, Boolean> known = Collections.synchronizedMap(new WeakHashMap<>());

    /** For implementations of the type of that name. */
    public LoaderHint(String type) {
        this.resource = type.replace('.', '/') + ".class";
    }

    /** Whether a class of that name and loader may be one. */
    public boolean match(String className, @Nullable ClassLoader loader) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        for (String prefix : NEVER) {
            if (className.startsWith(prefix)) {
                return false;
            }
        }
        Boolean answer = known.get(loader);
        if (answer == null) {
            answer = loader.getResource(resource) != null;
            known.put(loader, answer);
        }
        return answer;
    }
}
