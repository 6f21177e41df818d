package dev.backstory.agent.boot;

import dev.backstory.agent.boot.ServletApi.Text;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who a request says is logged in, as far as it knows by now. Asking must never be what logs somebody in: where the container
 * has put that off, only Spring Security's own request is asked, which answers from what Spring knows.
 */
final class LoggedIn {

    /** Longer than any name; what is longer could be a token that somebody took for one. */
    private static final int LONGEST = 256;

    private static final String SPRING = "org.springframework.security.";

    private LoggedIn() {}

    /** The name; null when nobody is logged in, or that cannot be told. */
    static @Nullable String user(ServletApi api, Object innermost) throws Throwable {
        Object own = innermost; // becomes the container's
        RequestWrapper answering = null;
        Object answers = null;
        while (RequestWrapper.isOne(own)) {
            RequestWrapper wrapper = RequestWrapper.of(own);
            if (answering == null && wrapper.answers()) {
                answering = wrapper;
                answers = own;
            }
            own = wrapper.wrapped(own);
            if (own == null) {
                return null;
            }
        }
        ContainerLogin container = ContainerLogin.of(own);
        if (answering == null || answers == null) {
            return name(container.user(api, own));
        }
        if (container.isPutOff(own) && !answers.getClass().getName().startsWith(SPRING)) {
            return null;
        }
        Principal principal = answering.namesPrincipal() ? api.principal(answers) : null;
        return name(principal == null ? api.text(Text.REMOTE_USER, answers) : principal.getName());
    }

    static @Nullable String name(@Nullable String said) {
        return said == null || said.isBlank() || said.length() > LONGEST ? null : said;
    }
}
