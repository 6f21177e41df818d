package dev.backstory.viewer;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which names the viewer answers to. A page of another site can point its own name at the loopback address (DNS rebinding)
 * and would then read stories with the visitor's browser; but it cannot forge the {@code Host} header.
 */
public interface HostGuard {

    boolean admits(@Nullable String host, int port);

    /** These names, such as {@code stories.example.com}, with or without a port. */
    static HostGuard of(Collection<String> names) {
        Set<String> admitted =
                names.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return (host, port) -> host != null
                && (admitted.contains(host.toLowerCase(Locale.ROOT))
                        || admitted.contains(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "")));
    }

    /** Only this machine's own names, with the port that the request came to. */
    HostGuard LOOPBACK = new HostGuard() {

        private final Set<String> names = Set.of("localhost", "127.0.0.1", "[::1]");

        @Override
        public boolean admits(@Nullable String host, int port) {
            if (host == null) {
                return false;
            }
            String lower = host.toLowerCase(Locale.ROOT);
            return names.stream()
                    .anyMatch(name -> lower.equals(name + ":" + port) || (port == 80 && lower.equals(name)));
        }
    };
}
