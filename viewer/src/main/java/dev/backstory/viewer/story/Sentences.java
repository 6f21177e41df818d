package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a support team words its events: a template per event type, {@code PaymentFailed=Payment failed: {reason}}, and under
 * {@code failures} the types that tell of a failure, and under {@code owner.payments} who looks after that service. A
 * template that does not fit an event falls back: to the event's own {@code summary} in its metadata, then to its type in
 * words. Immutable.
 */
public final class Sentences {

    /** Nothing is worded specially, and no event type tells of a failure. */
    public static final Sentences NONE = new Sentences(Map.of());

    private static final String FAILURES = "failures";
    private static final String OWNER = "owner.";
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)\\}");

    private final Map<String, String> templates;
    private final Set<String> failures;

    private Sentences(Map<String, String> lines) {
        this.templates = Map.copyOf(lines);
        this.failures = Arrays.stream(lines.getOrDefault(FAILURES, "").split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** From the lines of a properties file. */
    public static Sentences of(Map<String, String> lines) {
        return new Sentences(lines);
    }

    /**
     * From a properties file in UTF-8.
     *
     * @throws IOException when the file cannot be read, or is not a properties file
     */
    public static Sentences read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a properties file: " + file, e);
        }
        Map<String, String> lines = new HashMap<>();
        properties.stringPropertyNames().forEach(each -> lines.put(each, properties.getProperty(each)));
        return new Sentences(lines);
    }

    /** Whether somebody said that events of this type tell of a failure; it is never guessed from the name. */
    boolean isFailure(String type) {
        return failures.contains(type);
    }

    /** Who should look at what went wrong in the service; null when nobody said. */
    @Nullable
    String owner(String service) {
        String owner = templates.get(OWNER + service);
        return owner == null || owner.isBlank() ? null : owner.strip();
    }

    /** The event as a sentence. */
    public String of(RecordedEvent event) {
        String template = templates.get(event.type());
        String sentence = template == null ? null : filled(template, event);
        if (sentence == null || sentence.isBlank()) {
            sentence = event.metadata().get("summary");
        }
        return sentence == null || sentence.isBlank() ? Words.ofType(event.type()) : sentence.strip();
    }

    /** Null when the template is not well-formed, or the event lacks what it names. */
    private static @Nullable String filled(String template, RecordedEvent event) {
        StringBuilder sentence = new StringBuilder();
        Matcher field = FIELD.matcher(template);
        int copied = 0;
        while (field.find()) {
            String value = value(event, field.group(1).strip());
            if (value == null) {
                return null;
            }
            sentence.append(template, copied, field.start()).append(value);
            copied = field.end();
        }
        String rest = FIELD.matcher(template).replaceAll("");
        return rest.contains("{") || rest.contains("}")
                ? null
                : sentence.append(template.substring(copied)).toString();
    }

    private static @Nullable String value(RecordedEvent event, String name) {
        if (name.equals("subject")) {
            return event.subjects().isEmpty() ? null : event.subjects().get(0);
        }
        JsonNode value = event.data();
        for (String part : name.split("\\.", -1)) {
            value = value.path(part);
        }
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }
}
