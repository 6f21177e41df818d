package dev.backstory.store.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text with what PostgreSQL's text and jsonb refuse: NUL, and halves of surrogate pairs. A row with such a character is
 * stored with every text escaped (each such character and each backslash as backslash, u, four digits) and marked in its
 * column {@code escaped}; reading restores it exactly.
 */
final class Escapes {

    private Escapes() {}

    static boolean needed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    static boolean needed(Map<String, String> map) {
        for (Map.Entry<String, String> each : map.entrySet()) {
            if (needed(each.getKey()) || needed(each.getValue())) {
                return true;
            }
        }
        return false;
    }

    static boolean needed(JsonNode node) {
        if (node.isString()) {
            return needed(node.stringValue());
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (needed(each.getKey())) {
                return true;
            }
        }
        for (JsonNode each : node) {
            if (needed(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPair(CharSequence text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && isPair(text, i)) {
                out.append(c).append(text.charAt(++i));
            } else if (c == 0 || c == '\\' || Character.isSurrogate(c)) {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String unescape(String text) {
        int at = text.indexOf('\\');
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (; at >= 0; at = text.indexOf('\\', from)) {
            out.append(text, from, at).append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
            from = at + 6;
        }
        return out.append(text, from, text.length()).toString();
    }

    static Map<String, String> escape(Map<String, String> map) {
        Map<String, String> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(escape(key), escape(value)));
        return out;
    }

    static Map<String, String> unescape(Map<String, String> map) {
        Map<String, String> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(unescape(key), unescape(value)));
        return out;
    }

    static JsonNode escape(JsonNode node) {
        return rewrite(node, true);
    }

    static JsonNode unescape(JsonNode node) {
        return rewrite(node, false);
    }

    private static JsonNode rewrite(JsonNode node, boolean escape) {
        if (node.isString()) {
            return JsonNodeFactory.instance.stringNode(text(node.stringValue(), escape));
        }
        if (node.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                out.set(text(each.getKey(), escape), rewrite(each.getValue(), escape));
            }
            return out;
        }
        if (node.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            for (JsonNode each : node) {
                out.add(rewrite(each, escape));
            }
            return out;
        }
        return node;
    }

    private static String text(String text, boolean escape) {
        return escape ? escape(text) : unescape(text);
    }
}
