package dev.backstory.context;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said about a step: a handful of keys and values, without the objects that a map makes of them. Not safe for
 * several threads by itself: its step guards it. */
final class Attributes {

    private static final int USUAL = 6;

    /** Keys at even places, each followed by its value; null beyond the last. */
    private @Nullable String[] pairs = new @Nullable String[USUAL];

    private int used;

    void put(String key, String value) {
        int at = 0;
        while (at < used && !key.equals(pairs[at])) {
            at += 2;
        }
        if (at == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
        pairs[at] = key;
        pairs[at + 1] = value;
        used = Math.max(used, at + 2);
    }

    Map<String, String> copy() {
        Map<String, String> copy = new LinkedHashMap<>();
        for (int i = 0; i < used; i += 2) {
            String key = pairs[i];
            String value = pairs[i + 1];
            if (key != null && value != null) {
                copy.put(key, value);
            }
        }
        return copy;
    }
}
