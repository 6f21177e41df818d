package dev.backstory.viewer.story;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns names, data and durations into words. */
public final class Words {

    private static final int SUMMARY_FIELDS = 3;
    private static final int SUMMARY_LENGTH = 80;
    private static final Pattern HUMP =
            Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    /** Packages and enclosing classes before the name of an error's class. */
    private static final Pattern QUALIFIERS =
            Pattern.compile("^(?:[a-z_]\\w*\\.)+(?:[A-Z]\\w*\\$)*(?=[A-Z]\\w*(?::|$))");

    private static final Pattern SEPARATORS = Pattern.compile("[._\\-\\s]+");

    private Words() {}

    /** A type's name in words: {@code OrderPlaced} and {@code order.placed} are {@code Order placed}. */
    public static String ofType(String type) {
        String humps = HUMP.matcher(type).replaceAll(" ");
        String spaced = SEPARATORS.matcher(humps).replaceAll(" ").strip();
        StringBuilder words = new StringBuilder(spaced.length());
        for (String word : spaced.split(" ", -1)) {
            boolean acronym = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
            if (words.length() > 0) {
                words.append(' ').append(acronym ? word : word.toLowerCase(Locale.ROOT));
            } else if (!word.isEmpty()) {
                int first = word.offsetByCodePoints(0, 1);
                words.append(word.substring(0, first).toUpperCase(Locale.ROOT))
                        .append(
                                acronym
                                        ? word.substring(first)
                                        : word.substring(first).toLowerCase(Locale.ROOT));
            }
        }
        return words.length() == 0 ? "(no type)" : words.toString();
    }

    /** A step in words: {@code POST /orders}, {@code job ChargeCard}. */
    public static String ofStep(RecordedStep step) {
        String name = step.name().isBlank() ? "(no name)" : step.name();
        return step.kind().equals("request") ? name : step.kind() + " " + name;
    }

    /** What began a story in a list; its id where that is not recorded. */
    public static String ofHead(StoryHead head) {
        RecordedStep origin = head.origin();
        return origin == null ? head.correlationId() : ofStep(origin);
    }

    /** The types of the events of a story in a list: {@code Order placed · Mail sent ×2}. */
    public static String ofTypes(StoryHead head) {
        return head.types().entrySet().stream()
                .map(each -> ofType(each.getKey()) + (each.getValue() > 1 ? " ×" + each.getValue() : ""))
                .collect(Collectors.joining(" · "));
    }

    /** An error in few words: {@code java.io.IOException: no route} is {@code IOException: no route}. */
    static @Nullable String ofError(@Nullable String error) {
        return error == null ? null : QUALIFIERS.matcher(error).replaceFirst("");
    }

    /** The first few plain values of an event's data that neither its sentence nor its subjects tell already. */
    static String summary(String sentence, JsonNode data, Iterable<String> subjects) {
        StringBuilder summary = new StringBuilder();
        int fields = 0;
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            JsonNode value = field.getValue();
            if (!value.isValueNode()
                    || value.isNull()
                    || isIn(subjects, value.asString())
                    || (value.asString().length() > 1 && sentence.contains(value.asString()))) {
                continue;
            }
            summary.append(summary.length() == 0 ? "" : ", ")
                    .append(field.getKey())
                    .append(' ');
            summary.append(value.asString());
            if (++fields == SUMMARY_FIELDS || summary.length() > SUMMARY_LENGTH) {
                break;
            }
        }
        return shortened(summary.toString(), SUMMARY_LENGTH);
    }

    private static boolean isIn(Iterable<String> subjects, String value) {
        for (String subject : subjects) {
            if (subject.equals(value) || subject.endsWith("/" + value)) {
                return true;
            }
        }
        return false;
    }

    /** At most so many characters, cut where no character is halved. */
    public static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "…";
    }

    /** How long a story took, and how much of that nothing was recorded in. */
    public static String took(Story story) {
        return story.quiet().isZero()
                ? of(story.elapsed())
                : of(story.elapsed()) + ", nothing recorded in " + of(story.quiet()) + " of it";
    }

    /** A duration as people say it: {@code 38 ms}, {@code 1.2 s}, {@code 3 min 5 s}. */
    public static String of(@Nullable Duration duration) {
        if (duration == null) {
            return "";
        }
        if (duration.isNegative()) {
            return "−" + of(duration.negated());
        }
        long millis = duration.toMillis();
        if (millis == 0) {
            return duration.isZero() ? "0 ms" : "<1 ms";
        }
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes + " min " + duration.toSecondsPart() + " s";
        }
        return minutes < 1_440
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
}
