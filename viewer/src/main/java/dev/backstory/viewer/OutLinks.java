package dev.backstory.viewer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where else something can be looked up, as templates: {@code https://traces.example.com/trace/{id}}. Only http and https,
 * and what is filled in is escaped, so data cannot choose the address.
 */
public final class OutLinks {

    /** Leads nowhere else. */
    public static final OutLinks NONE = new OutLinks(Map.of());

    private static final String ID = "{id}";

    private final Map<String, String> templates;

    private OutLinks(Map<String, String> templates) {
        this.templates = Map.copyOf(templates);
    }

    /**
     * From templates under {@code trace}, {@code logs} and {@code issue}.
     *
     * @throws IllegalArgumentException when one is no http or https address with {@code {id}} after its host
     */
    public static OutLinks of(Map<String, String> templates) {
        templates.forEach((name, template) -> {
            String lower = template.toLowerCase(Locale.ROOT);
            if (!lower.matches("https?://[^/{}]+/.*") || !template.contains(ID)) {
                throw new IllegalArgumentException(
                        "the link " + name + " must be an http or https address with {id} in its path or query");
            }
        });
        return new OutLinks(templates);
    }

    /** The trace of that id; null when nobody said where. */
    public @Nullable String trace(@Nullable String traceId) {
        return filled("trace", traceId);
    }

    /** The log lines of that story; null when nobody said where. */
    public @Nullable String logs(String correlationId) {
        return filled("logs", correlationId);
    }

    /** That issue; null when nobody said where. */
    public @Nullable String issue(@Nullable String issue) {
        return filled("issue", issue);
    }

    private @Nullable String filled(String name, @Nullable String id) {
        String template = templates.get(name);
        return template == null || id == null || id.isBlank()
                ? null
                : template.replace(
                        ID, URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }
}
