package dev.backstory.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a proxy in front has authenticated and names in a header. The header is believed only from that proxy's own address:
 * anybody else could write it.
 */
public final class ProxyAccess implements Access {

    private static final int LONGEST = 200;

    private final Set<String> proxies;
    private final String header;
    private final Map<String, Role> roles;

    /**
     * Believes a header of a proxy.
     *
     * @param proxies the proxy's addresses, as the container reports them
     * @param header the header that names the user; the proxy must remove it from what comes from outside
     * @param roles the role of each user; under {@code *} that of all others, without it they are refused
     */
    public ProxyAccess(Set<String> proxies, String header, Map<String, Role> roles) {
        this.proxies = Set.copyOf(proxies);
        this.header = header;
        this.roles = Map.copyOf(roles);
    }

    @Override
    public Visitor admit(HttpServletRequest request) throws Refused {
        if (!proxies.contains(request.getRemoteAddr())) {
            throw Refused.forbidden("This viewer is reached through its proxy only.");
        }
        List<String> names = Collections.list(request.getHeaders(header));
        // Two of them: one may be the client's own, and which one the proxy wrote cannot be told.
        if (names.size() != 1 || names.get(0).isBlank() || names.get(0).length() > LONGEST) {
            throw Refused.forbidden("The proxy names nobody in " + header + ".");
        }
        String name = names.get(0).strip();
        Role role = roles.getOrDefault(name, roles.get("*"));
        if (role == null) {
            throw Refused.forbidden("You are known, but may not look at stories. Ask whoever runs this viewer.");
        }
        return new Visitor(name, role);
    }
}
