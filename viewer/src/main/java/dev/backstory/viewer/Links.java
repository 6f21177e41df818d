package dev.backstory.viewer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /** A story as it is looked at; pages are counted from 1. */
    public String story(String correlationId, StoryPage.View view, int page) {
        String look = view.key().isEmpty() ? "" : "view=" + view.key();
        String part = page == 1 ? "" : "page=" + page;
        String query = look + (look.isEmpty() || part.isEmpty() ? "" : "&") + part;
        return story(correlationId) + (query.isEmpty() ? "" : "?" + query);
    }

    /** A file that shows a page of the story without the viewer. */
    public String download(String correlationId, int page) {
        return story(correlationId) + "/story.html" + (page == 1 ? "" : "?page=" + page);
    }

    /** Where hidden fields are asked for. */
    public String show(String correlationId) {
        return story(correlationId) + "/show";
    }

    public String markdown(String correlationId) {
        return story(correlationId) + "/story.md";
    }

    public String json(String correlationId) {
        return story(correlationId) + "/story.json";
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
