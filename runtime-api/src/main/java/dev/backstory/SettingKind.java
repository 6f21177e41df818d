package dev.backstory;

import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which values a setting takes. */
enum SettingKind {
    TEXT("any text", ".*"),
    DURATION("a duration like 500ms, 5s, 1m, 1h, 400d", "\\d{1,9}(ms|s|m|h|d)"),
    SIZE("a size like 500KB, 64MB, 2GB", "\\d{1,9}(KB|MB|GB)"),
    NUMBER("a whole number", "\\d{1,9}"),
    URL("jdbc:postgresql://host:port/database", "jdbc:.*postgresql:.*"),
    CHOICE("", "");

    private static final Pattern AMOUNT_AND_UNIT = Pattern.compile("(\\d+)([A-Za-z]+)");

    private final String allowed;
    private final String pattern;

    SettingKind(String allowed, String pattern) {
        this.allowed = allowed;
        this.pattern = pattern;
    }

    String allowed(String choices) {
        return this == CHOICE ? choices : allowed;
    }

    boolean accepts(String value, String choices) {
        return this == CHOICE
                ? Arrays.asList(choices.split(", ", -1)).contains(value)
                : Pattern.compile(pattern, Pattern.DOTALL).matcher(value).matches();
    }

    /** In bytes. */
    static long size(String value) {
        Matcher matcher = AMOUNT_AND_UNIT.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size: " + value);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "KB" -> amount << 10;
            case "MB" -> amount << 20;
            default -> amount << 30;
        };
    }

    static Duration duration(String value) {
        Matcher matcher = AMOUNT_AND_UNIT.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration: " + value);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
