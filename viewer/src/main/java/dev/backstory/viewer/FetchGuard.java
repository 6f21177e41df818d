package dev.backstory.viewer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another site's page asks for with the visitor's browser, except that somebody follows a link. Browsers say
 * in {@code Sec-Fetch-*} who asks and what for, and no page can forge that.
 */
final class FetchGuard {

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private FetchGuard() {}

    /** Whether to answer at all; an embeddable page may also be put into a frame. */
    static boolean admits(HttpServletRequest request, boolean embeddable) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (request.getMethod().equals("POST")) {
            return site == null ? isOwn(request.getHeader("Origin"), request) : site.equals("same-origin");
        }
        if (site == null || OWN.contains(site)) {
            return true;
        }
        String destination = request.getHeader("Sec-Fetch-Dest");
        return "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && ("document".equals(destination) || (embeddable && "iframe".equals(destination)));
    }

    private static boolean isOwn(@Nullable String origin, HttpServletRequest request) {
        String host = request.getHeader("Host");
        return origin != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }
}
