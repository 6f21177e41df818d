package dev.backstory.agent.boundary.servlet;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Which class loaders can have servlets in them: those that see a servlet API. Asked once per loader. */
final class ServletLoaders {

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

    private final Map<ClassLoader, Boolean> known = Collections.synchronizedMap(new WeakHashMap<>());

    boolean match(String className, @Nullable ClassLoader loader) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        for (String prefix : NEVER) {
            if (className.startsWith(prefix)) {
                return false;
            }
        }
        return seesServlets(loader);
    }

    private boolean seesServlets(ClassLoader loader) {
        Boolean answer = known.get(loader);
        if (answer == null) {
            answer = loader.getResource("jakarta/servlet/Servlet.class") != null
                    || loader.getResource("javax/servlet/Servlet.class") != null;
            known.put(loader, answer);
        }
        return answer;
    }
}
