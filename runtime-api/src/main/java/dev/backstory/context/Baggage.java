package dev.backstory.context;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The W3C {@code baggage} value: our own members in it, and those of others left as they are. */
final class Baggage {

    /** The member that names the story. */
    static final String CORRELATION = "correlation.id";

    private static final int LONGEST = 8192;
    private static final int LONGEST_VALUE = 1024;
    private static final String PLAIN = "!#$&'()*+-./:<=>?@[]^_`{|}~";
    private static final String HEX = "0123456789ABCDEF";

    private Baggage() {}

    /** The values of those keys, decoded; without a key that is there twice. */
    static Map<String, String> read(@Nullable String baggage, Set<String> keys) {
        Map<String, String> found = new LinkedHashMap<>();
        if (baggage == null || baggage.length() > LONGEST) {
            return found;
        }
        Map<String, String> doubled = new LinkedHashMap<>();
        for (String member : baggage.split(",", -1)) {
            String key = key(member);
            if (keys.contains(key)) {
                String value = decoded(member);
                if (found.put(key, value) != null) {
                    doubled.put(key, value);
                }
            }
        }
        found.keySet().removeAll(doubled.keySet());
        return found;
    }

    /** The members of others, followed by ours; null when there is nothing to say. A value that is too long stays at home. */
    static @Nullable String write(@Nullable String others, Map<String, String> ours, Set<String> keys) {
        StringBuilder text = new StringBuilder();
        if (others != null && others.length() <= LONGEST) {
            for (String member : others.split(",", -1)) {
                if (!member.trim().isEmpty() && !isOurs(key(member), keys)) {
                    append(text, member.trim());
                }
            }
        }
        for (Map.Entry<String, String> each : ours.entrySet()) {
            if (each.getValue().length() <= LONGEST_VALUE) {
                append(text, each.getKey().concat("=").concat(encoded(each.getValue())));
            }
        }
        return text.length() == 0 ? null : text.toString();
    }

    private static boolean isOurs(String key, Set<String> keys) {
        return key.equals(CORRELATION) || keys.contains(key);
    }

    private static void append(StringBuilder text, String member) {
        if (text.length() > 0) {
            text.append(',');
        }
        text.append(member);
    }

    private static String key(String member) {
        int equals = member.indexOf('=');
        return equals < 0 ? member.trim() : member.substring(0, equals).trim();
    }

    private static String decoded(String member) {
        int equals = member.indexOf('=');
        int properties = member.indexOf(';');
        String value = equals < 0
                ? ""
                : member.substring(equals + 1, properties > equals ? properties : member.length())
                        .trim();
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

    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return text.toString();
    }
}
