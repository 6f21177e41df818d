package dev.backstory.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Users with passwords of this viewer's own, asked for by the browser. Only over TLS, or from the named proxy that ends it:
 * on any other way the password would travel readable.
 */
public final class BasicAccess implements Access {

    private static final Map<String, String> ASK =
            Map.of("WWW-Authenticate", "Basic realm=\"Backstory\", charset=\"UTF-8\"");
    private static final long REMEMBERED = Duration.ofMinutes(5).toNanos();

    private record User(Role role, String hash) {}

    private record Known(Visitor visitor, long until) {}

    private final Map<String, User> users;
    private final Set<String> proxies;
    private final LongSupplier nanoTime;
    private final LoginLimit limit;
    private final byte[] key = new byte[32];
    private final String nobody = Passwords.nobody();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private BasicAccess(Map<String, User> users, Set<String> proxies, LongSupplier nanoTime) {
        this.users = users;
        this.proxies = Set.copyOf(proxies);
        this.nanoTime = nanoTime;
        this.limit = new LoginLimit(nanoTime);
        new SecureRandom().nextBytes(key);
    }

    /**
     * The users of a file, a line each: {@code anna:engineer:pbkdf2-sha256$…}, as {@code backstory hash-password} prints it.
     *
     * @param proxies addresses of a proxy that ends TLS; may be empty
     * @throws IllegalArgumentException when a line is not like that; the message does not repeat it
     */
    public static BasicAccess of(List<String> lines, Set<String> proxies) {
        return of(lines, proxies, System::nanoTime);
    }

    static BasicAccess of(List<String> lines, Set<String> proxies, LongSupplier nanoTime) {
        Map<String, User> users = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(":", -1);
            Role role = parts.length == 3 ? Role.of(parts[1]) : null;
            if (role == null || parts[0].isBlank() || !Passwords.isHash(parts[2])) {
                throw new IllegalArgumentException("line " + (i + 1) + " is not of the form name:support:hash");
            }
            users.put(parts[0], new User(role, parts[2]));
        }
        return new BasicAccess(users, proxies, nanoTime);
    }

    @Override
    public Visitor admit(HttpServletRequest request) throws Refused {
        if (!request.isSecure() && !proxies.contains(request.getRemoteAddr())) {
            throw Refused.forbidden(
                    "Passwords are taken over TLS only, or from the proxy that this viewer is told of.");
        }
        String header = request.getHeader("Authorization");
        if (header == null) {
            throw new Refused(401, "Who are you?", ASK);
        }
        String digest = Passwords.digest(key, header);
        Known before = known.get(digest);
        if (before != null && before.until() - nanoTime.getAsLong() > 0) {
            return before.visitor();
        }
        Visitor visitor = login(header, request.getRemoteAddr());
        known.values().removeIf(each -> each.until() - nanoTime.getAsLong() <= 0);
        known.put(digest, new Known(visitor, nanoTime.getAsLong() + REMEMBERED));
        return visitor;
    }

    /** One at a time: many guesses at once would all be compared before the first is counted. */
    private synchronized Visitor login(String header, String address) throws Refused {
        String[] given = credentials(header);
        String name = given == null ? "" : given[0];
        // Both: one address that tries many names, and many addresses that try one. Behind a proxy all have its
        // address.
        List<String> guessers =
                proxies.contains(address) ? List.of("name " + name) : List.of("address " + address, "name " + name);
        Duration wait = Duration.ZERO;
        for (String guesser : guessers) {
            Duration each = limit.wait(guesser);
            wait = each.compareTo(wait) > 0 ? each : wait;
        }
        if (!wait.isZero()) {
            throw new Refused(
                    429,
                    "Too many wrong passwords. Try again later.",
                    Map.of("Retry-After", Long.toString(wait.toSeconds() + 1)));
        }
        User user = users.get(name);
        char[] password = given == null ? new char[0] : given[1].toCharArray();
        boolean right = Passwords.matches(password, user == null ? nobody : user.hash());
        if (user == null || !right) {
            guessers.forEach(limit::wrong);
            throw new Refused(401, "That name and password are not known here.", ASK);
        }
        guessers.forEach(limit::right);
        return new Visitor(name, user.role());
    }

    private static String @Nullable [] credentials(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String text =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 1 ? null : new String[] {text.substring(0, colon), text.substring(colon + 1)};
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
