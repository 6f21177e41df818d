package dev.backstory.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place in the list of stories, which is ordered by when they began; what is below it is the next page. Its text is opaque
 * and may stand in a URL.
 *
 * @param firstAt when the story at this place began
 * @param correlationId which story that is
 */
public record StoryCursor(Instant firstAt, String correlationId) {

    /** The cursor of that text; null when it is none. */
    public static @Nullable StoryCursor parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\.", 3);
            return parts.length < 3
                    ? null
                    : new StoryCursor(
                            Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1])), parts[2]);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String plain = firstAt.getEpochSecond() + "." + firstAt.getNano() + "." + correlationId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
