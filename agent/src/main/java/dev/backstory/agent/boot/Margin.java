package dev.backstory.agent.boot;

import dev.backstory.context.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * Ids behind a text of JSON, as blanks: whoever reads it skips them, with our agent or without. For what is stored in a place that
 * knows nothing but its own fields.
 */
final class Margin {

    private static final String[] KEYS = {Propagator.CORRELATION_ID, Propagator.CAUSATION_ID};
    private static final String BLANKS = " \t\n\r";
    private static final int BITS = 2;
    private static final int MASK = (1 << BITS) - 1;
    private static final int BLANKS_PER_CHARACTER = Byte.SIZE / BITS;
    private static final char END = '\n';
    private static final String BEGINNING = blanks("backstory".concat(String.valueOf(END)));

    private Margin() {}

    /** The text with those ids behind it; as it is where there are none. */
    static String write(String json, MapCarrier ids) {
        StringBuilder lines = new StringBuilder();
        for (String each : KEYS) {
            String value = ids.get(each);
            lines.append(value == null ? "" : value).append(END);
        }
        return ids.get(KEYS[0]) == null ? json : json.concat(BEGINNING).concat(blanks(lines.toString()));
    }

    /** Puts the ids that stand behind the text into that map. */
    static void read(String json, MapCarrier ids) {
        int beginning = json.indexOf(BEGINNING, end(json));
        int at = beginning + BEGINNING.length();
        for (int i = 0; i < KEYS.length && beginning >= 0; i++) {
            String value = line(json, at);
            if (value == null) {
                return;
            }
            if (!value.isEmpty()) {
                ids.set(KEYS[i], value);
            }
            at += (value.length() + 1) * BLANKS_PER_CHARACTER;
        }
    }

    /** Of the text, before all blanks: an id may end as a beginning does. */
    private static int end(String json) {
        int end = json.length();
        while (end > 0 && BLANKS.indexOf(json.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static String blanks(String characters) {
        StringBuilder blanks = new StringBuilder(characters.length() * BLANKS_PER_CHARACTER);
        for (int i = 0; i < characters.length(); i++) {
            for (int shift = Byte.SIZE - BITS; shift >= 0; shift -= BITS) {
                blanks.append(BLANKS.charAt(characters.charAt(i) >> shift & MASK));
            }
        }
        return blanks.toString();
    }

    /** The line that begins there; null when something else does. */
    private static @Nullable String line(String json, int from) {
        StringBuilder line = new StringBuilder();
        for (int at = from; at + BLANKS_PER_CHARACTER <= json.length(); at += BLANKS_PER_CHARACTER) {
            int character = 0;
            for (int i = 0; i < BLANKS_PER_CHARACTER; i++) {
                int bits = BLANKS.indexOf(json.charAt(at + i));
                if (bits < 0) {
                    return null;
                }
                character = character << BITS | bits;
            }
            if (character == END) {
                return line.toString();
            }
            line.append((char) character);
        }
        return null;
    }
}
