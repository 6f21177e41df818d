package dev.backstory.viewer;

import dev.backstory.viewer.access.Look;
import dev.backstory.viewer.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a request asks for, and who asks. */
record Asked(HttpServletRequest request, Visitor visitor) {

    List<String> path() {
        return path(request);
    }

    /** The path's segments, cut before they are decoded: an id may contain an escaped slash. */
    static List<String> path(HttpServletRequest request) {
        String path = request.getRequestURI()
                .substring(request.getContextPath().length()
                        + request.getServletPath().length());
        return Arrays.stream(path.split("/"))
                .filter(each -> !each.isEmpty())
                .map(Asked::decoded)
                .toList();
    }

    /** For the record of who looked at what. */
    Look look(String what, String about, String reason) {
        return new Look(visitor, request.getRemoteAddr(), what, about, reason);
    }

    boolean isPost() {
        return request.getMethod().equals("POST");
    }

    Links links() {
        return new Links(request.getContextPath() + request.getServletPath());
    }

    /** Links that work outside the viewer too. The guard has admitted the name in them. */
    Links absoluteLinks() {
        return new Links(request.getScheme() + "://" + request.getHeader("Host") + links().base());
    }

    String parameter(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.replace("\0", "").strip();
    }

    long number(String name, long otherwise) {
        try {
            return Long.parseLong(parameter(name));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The id in what somebody pasted: of an address the last part that is none of our own names. */
    static String id(String pasted) {
        if (!pasted.contains("://")) {
            return pasted;
        }
        String path = pasted.replaceAll("[?#].*", "").replaceAll("(/story\\.(md|json|html))?/*$", "");
        return decoded(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Whether it could be stored at all: databases refuse NUL, and nobody's id is longer. */
    static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= 200 && id.indexOf('\0') < 0;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
