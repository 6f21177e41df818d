package dev.backstory;

import dev.backstory.context.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Event ids: new ones, and those that the application brings, which must fall into a partition that exists. */
final class EventIds {

    private static final Pattern STORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:+=@-]{0,127}");

    private final Duration retention;

    EventIds(Duration retention) {
        this.retention = retention;
    }

    String of(@Nullable String explicit, Instant now) {
        return explicit == null ? UuidV7.nextText() : checked(explicit, now);
    }

    /** A story that the application names: whatever it is, it ends up in addresses, headers and logs. */
    static String story(String explicit) {
        if (!STORY.matcher(explicit).matches()) {
            throw new PublishException("The correlation id \"" + explicit + "\" is not valid: up to 128 letters, digits"
                    + " and ._~:+=@- that begin with a letter or digit.");
        }
        return explicit;
    }

    private String checked(String explicit, Instant now) {
        UUID id = parse(explicit);
        if (id == null || id.version() != 7 || id.variant() != 2) {
            throw new PublishException("The event id \"" + explicit + "\" is not a UUID of version 7; leave it out, or"
                    + " make it with UuidV7.nextText().");
        }
        Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
        if (made.isBefore(now.minus(retention)) || made.isAfter(now.plus(Duration.ofDays(1)))) {
            throw new PublishException("The event id " + explicit + " says that it was made at " + made
                    + "; it must lie between " + Setting.RETENTION.key + "=" + retention.toDays()
                    + "d ago and tomorrow.");
        }
        return id.toString();
    }

    private static @Nullable UUID parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            // UUID.fromString also takes short forms like 1-1-1-1-1.
            return id.toString().equals(text.toLowerCase(Locale.ROOT)) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
