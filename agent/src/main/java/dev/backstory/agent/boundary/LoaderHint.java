package dev.backstory.agent.boundary;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Which class loaders can have implementations of some types: those that see one of them. Asked once per loader. */
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
        "org.apache.commons.",
        "org.apache.logging.",
        "org.hibernate.",
        "org.springframework.aop.",
        "org.springframework.asm.",
        "org.springframework.beans.",
        "org.springframework.boot.logging.",
        "org.springframework.cglib.",
        "org.springframework.context.",
        "org.springframework.core.",
        "org.springframework.expression.",
        "org.springframework.format.",
        "org.springframework.util.",
        "kotlin.",
        "groovy."
    };

    private final String[] types;
    private final Map<ClassLoader, Boolean> known = Collections.synchronizedMap(new WeakHashMap<>());

    /** For implementations of the types of those names. */
    public LoaderHint(String... types) {
        this.types = types.clone();
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
            answer = seesOne(loader);
            known.put(loader, answer);
        }
        return answer;
    }

    private boolean seesOne(ClassLoader loader) {
        for (String type : types) {
            if (loader.getResource(type.replace('.', '/') + ".class") != null) {
                return true;
            }
        }
        return false;
    }
}
