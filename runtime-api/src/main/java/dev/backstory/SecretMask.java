package dev.backstory;

import dev.backstory.personal.PersonalText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes secrets out of what is published, before anything else sees it: the values of fields whose names say that they are
 * one, and card numbers wherever they stand.
 */
final class SecretMask {

    static final String MASKED = "***";

    /** Names can be data (the keys of a map), so what is remembered of them is bounded. */
    private static final int REMEMBERED = 10_000;

    private enum Verdict {
        SECRET,
        ALLOWED,
        UNKNOWN
    }

    private final Globs secret;
    private final Globs allowed;
    private final boolean cards;
    private final Map<String, Verdict> decided = new ConcurrentHashMap<>();

    private SecretMask(Globs secret, Globs allowed, boolean cards) {
        this.secret = secret;
        this.allowed = allowed;
        this.cards = cards;
    }

    static SecretMask of(Settings settings) {
        return new SecretMask(
                Globs.of(settings.text(Setting.MASK)),
                Globs.of(settings.text(Setting.MASK_ALLOW)),
                settings.flag(Setting.MASK_CARDS));
    }

    /** Masks in place. */
    void mask(ObjectNode data) {
        for (Map.Entry<String, JsonNode> each : data.properties()) {
            JsonNode instead = insteadOf(each.getKey(), each.getValue());
            if (instead != null) {
                // Replacing the value of a name that is there changes no structure, so the iteration goes on.
                data.set(each.getKey(), instead);
            }
        }
    }

    /** What stands in place of the value; null when it stays, masked inside. */
    private @Nullable JsonNode insteadOf(String name, JsonNode value) {
        return switch (verdict(name)) {
            case SECRET -> hasContent(value) ? StringNode.valueOf(MASKED) : null;
            case ALLOWED -> value.isContainer() ? insteadOf(value) : null;
            case UNKNOWN -> insteadOf(value);
        };
    }

    private @Nullable JsonNode insteadOf(JsonNode value) {
        if (value instanceof ObjectNode object) {
            mask(object);
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode instead = insteadOf(array.get(i));
                if (instead != null) {
                    array.set(i, instead);
                }
            }
        } else if (value.isString() || value.isIntegralNumber()) {
            String text = value.asString();
            String masked = plain(text);
            return masked.equals(text) ? null : StringNode.valueOf(masked);
        }
        return null;
    }

    /** Text under a name that tells nothing: without card numbers, and never what only this library writes. */
    private String plain(String text) {
        return PersonalText.is(text) ? MASKED : cards ? CardNumbers.mask(text) : text;
    }

    /** What says whether there is a secret is none. */
    private static boolean hasContent(JsonNode value) {
        return !value.isNull()
                && !value.isBoolean()
                && !(value.isString() && value.asString().isEmpty());
    }

    /** A copy without secrets, or the same map when there are none. */
    Map<String, String> masked(Map<String, String> entries) {
        Map<String, String> masked = null;
        for (Map.Entry<String, String> each : entries.entrySet()) {
            String value = text(each.getKey(), each.getValue());
            if (!value.equals(each.getValue())) {
                masked = masked == null ? new LinkedHashMap<>(entries) : masked;
                masked.put(each.getKey(), value);
            }
        }
        return masked == null ? entries : masked;
    }

    private String text(String name, String value) {
        return switch (verdict(name)) {
            case SECRET -> value.isEmpty() ? value : MASKED;
            case ALLOWED -> value;
            case UNKNOWN -> plain(value);
        };
    }

    private Verdict verdict(String name) {
        Verdict known = decided.get(name);
        if (known != null) {
            return known;
        }
        Verdict verdict =
                allowed.matches(name) ? Verdict.ALLOWED : secret.matches(name) ? Verdict.SECRET : Verdict.UNKNOWN;
        if (decided.size() < REMEMBERED) {
            decided.put(name, verdict);
        }
        return verdict;
    }
}
