package dev.backstory.agent.boot;

import dev.backstory.agent.boot.ServletApi.Text;
import org.jspecify.annotations.Nullable;

/** What a request is called: its method and the pattern it was mapped by. Never its path, which may hold a secret. */
final class Route {

    private static final int LONGEST_METHOD = 20;

    private Route() {}

    static String name(String method, @Nullable String route) {
        return route == null ? method : method + " " + route;
    }

    /** Methods are tokens that a client makes up; only one that looks like a method is repeated. */
    static String method(@Nullable String method) {
        if (method == null || method.isEmpty() || method.length() > LONGEST_METHOD) {
            return "OTHER";
        }
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '-') {
                return "OTHER";
            }
        }
        return method;
    }

    static @Nullable String of(ServletApi api, Object request) throws Throwable {
        String pattern = api.pattern(request);
        return pattern == null ? null : inContext(api, request, pattern);
    }

    static String inContext(ServletApi api, Object request, String pattern) throws Throwable {
        return inContext(api.text(Text.CONTEXT_PATH, request), pattern);
    }

    static String inContext(@Nullable String context, String pattern) {
        String rooted = pattern.isEmpty() ? "/" : pattern;
        return context == null || context.isEmpty() ? rooted : context + (rooted.startsWith("/") ? "" : "/") + rooted;
    }
}
