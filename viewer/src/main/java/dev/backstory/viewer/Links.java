package dev.backstory.viewer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The viewer's own addresses. Templates and redirects take every link from here, so that an id of any content stays inside
 * one path segment and no address can lead elsewhere.
 *
 * @param base where the viewer is mounted: empty, or {@code /backstory}
 */
public record Links(String base) {

    public String asset(String name) {
        return base + "/assets/" + name;
    }

    public String stories() {
        return base + "/stories";
    }

    public String sessions() {
        return base + "/sessions";
    }

    public String audit() {
        return base + "/audit";
    }

    /** One audit log: {@code firm-audit/1234}. */
    public String audit(String stream) {
        int slash = stream.indexOf('/');
        return slash < 0
                ? audit() + "/" + encoded(stream)
                : audit() + "/" + encoded(stream.substring(0, slash)) + "/" + encoded(stream.substring(slash + 1));
    }

    /** The log by a version of its rule, 0 for the one that counts now, from a place on; null: from the newest. */
    public String audit(AuditEntries log, int version, @Nullable String after) {
        String rule = version == 0 ? "" : "rule=" + version;
        String place = after == null ? "" : "after=" + encoded(after);
        String query = rule + (rule.isEmpty() || place.isEmpty() ? "" : "&") + place;
        return audit(log.stream()) + log.form().path() + (query.isEmpty() ? "" : "?" + query);
    }

    public String storiesAbout(String subject) {
        return stories() + "?q=" + encoded(subject);
    }

    /** The list for that query of an address; empty: all stories. */
    public String stories(String query) {
        return stories() + (query.isEmpty() ? "" : "?" + query);
    }

    public String story(String correlationId) {
        return stories() + "/" + encoded(correlationId);
    }

    /**
     * A story in one of its forms.
     *
     * @param form empty: its page; else what follows the story's address
     * @param from where a part of a big story begins; empty: at its beginning
     * @param page counted from 1
     */
    String story(String correlationId, String form, String from, StoryPage.View view, int page) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (!view.key().isEmpty()) {
            query.add("view=" + view.key());
        }
        if (!from.isEmpty()) {
            query.add("from=" + encoded(from));
        }
        if (page > 1) {
            query.add("page=" + page);
        }
        return story(correlationId) + (form.isEmpty() ? "" : "/" + form) + query;
    }

    public String event(String correlationId, String eventId) {
        return story(correlationId) + "/events/" + encoded(eventId);
    }

    public String go(String id) {
        return base + "/go?id=" + encoded(id);
    }

    /** A path segment of dots alone would be resolved by browsers, escaped or not; no valid id begins with one. */
    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
