package dev.backstory.agent.boot;

import dev.backstory.context.Propagator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What headers that name ids may look like. What does not look so is not an id: it could be an attempt at injection. */
final class HeaderValues {

    private static final int LONGEST_BAGGAGE = 8192;
    private static final String BAGGAGE_KEY = "correlation.id";

    private HeaderValues() {}

    /** {@code [A-Za-z0-9][A-Za-z0-9._~:+=@-]{0,127}}. */
    static boolean isId(String value) {
        return Propagator.isId(value);
    }

    /** The trace id of a {@code traceparent}; null when it is not one. */
    static @Nullable String traceId(String traceparent) {
        String value = traceparent.trim();
        if (value.length() < 55
                || value.charAt(2) != '-'
                || value.charAt(35) != '-'
                || value.charAt(52) != '-'
                || !isHex(value, 0, 2)
                || !isHex(value, 3, 35)
                || !isHex(value, 36, 52)
                || !isHex(value, 53, 55)
                || value.startsWith("ff")
                || (value.length() > 55 && (value.startsWith("00") || value.charAt(55) != '-'))) {
            return null;
        }
        String id = value.substring(3, 35);
        return isZero(id) || isZero(value.substring(36, 52)) ? null : id;
    }

    private static boolean isHex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            if (hex.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** The decoded {@code correlation.id} of a W3C {@code baggage} value; null without; empty when there are several. */
    static @Nullable String correlationOf(String baggage) {
        if (baggage.length() > LONGEST_BAGGAGE || baggage.indexOf(BAGGAGE_KEY) < 0) {
            return null;
        }
        String found = null;
        for (String member : baggage.split(",", -1)) {
            int equals = member.indexOf('=');
            if (equals > 0 && member.substring(0, equals).trim().equals(BAGGAGE_KEY)) {
                if (found != null) {
                    return "";
                }
                int properties = member.indexOf(';');
                String value = member.substring(equals + 1, properties > equals ? properties : member.length());
                found = percentDecoded(value.trim());
            }
        }
        return found;
    }

    /**
     * The addresses that a value of {@code X-Forwarded-For} or {@code Forwarded} names, without ports. What is none is named as it is. In
     * quotes nothing is hidden: an attacker may have opened one that nobody closes.
     */
    static List<String> forwardedFor(String header, String value) {
        List<String> named = new ArrayList<>();
        boolean inPairs = header.equals("Forwarded");
        for (String each : value.split(inPairs ? "[,;]" : ",", -1)) {
            int equals = inPairs ? each.indexOf('=') : -1;
            if (!inPairs || (equals >= 0 && each.substring(0, equals).trim().equalsIgnoreCase("for"))) {
                named.add(
                        withoutPort(each.substring(equals + 1).replace("\"", "").trim()));
            }
        }
        return named;
    }

    private static String withoutPort(String address) {
        int port = address.lastIndexOf(':');
        boolean follows = address.startsWith("[") ? address.indexOf(']') + 1 == port : address.indexOf(':') == port;
        return port > 0 && follows ? address.substring(0, port) : address;
    }

    private static String percentDecoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
            if (low < 0) {
                bytes.write(c > 127 ? '?' : c);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
