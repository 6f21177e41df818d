package dev.backstory.viewer.access;

import jakarta.servlet.http.HttpServletRequest;

/** Tells who makes a request, and turns away whoever may not look. */
@FunctionalInterface
public interface Access {

    /**
     * Whoever can reach the viewer, for the loopback address: anybody on this machine could read the database with the same
     * settings.
     */
    Access LOCAL = request -> new Visitor("local", Role.ENGINEER);

    /**
     * Who asks.
     *
     * @throws Refused when nobody who may look
     */
    Visitor admit(HttpServletRequest request) throws Refused;
}
