package dev.backstory.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/**
 * Whom the servlet container of a host application has authenticated, in its role {@code backstory-support} or
 * {@code backstory-engineer}.
 */
public final class PrincipalAccess implements Access {

    private static final String ROLE_PREFIX = "backstory-";

    @Override
    public Visitor admit(HttpServletRequest request) throws Refused {
        Principal principal = request.getUserPrincipal();
        if (principal == null) {
            throw Refused.forbidden(
                    "Nobody is logged in. Whoever mounts the viewer must protect its path with a login.");
        }
        for (Role role : new Role[] {Role.ENGINEER, Role.SUPPORT}) {
            if (request.isUserInRole(ROLE_PREFIX + role.key())) {
                return new Visitor(principal.getName(), role);
            }
        }
        throw Refused.forbidden("Looking at stories takes the role backstory-support or backstory-engineer.");
    }
}
