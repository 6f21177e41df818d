package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Timeline;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Fills the templates, in UTF-8. The template engine escapes whatever comes from the data. */
public final class Pages {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "dev.backstory.viewer.pages");

    byte[] stories(Frame frame, Search search, StoryList list, List<StoryHead> seen, @Nullable String further) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("frame", frame);
        model.put("search", search);
        model.put("list", list);
        model.put("stories", seen);
        model.put("further", further);
        return fill("stories.jte", model);
    }

    byte[] sessions(Frame frame, OutLinks outLinks, List<ConsoleSession> sessions, @Nullable String further) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("frame", frame);
        model.put("outLinks", outLinks);
        model.put("sessions", sessions);
        model.put("further", further);
        return fill("sessions.jte", model);
    }

    byte[] auditLogs(Frame frame, List<AuditIndex.Log> logs, int hidden) {
        return fill("audit.jte", Map.of("frame", frame, "logs", logs, "hidden", hidden));
    }

    byte[] audit(Frame frame, AuditEntries log, Sentences sentences) {
        return fill("audit-log.jte", Map.of("frame", frame, "log", log, "sentences", sentences));
    }

    /** A log for a frame of another page. */
    byte[] auditFragment(Frame frame, AuditEntries log, Sentences sentences) {
        return fill("audit-fragment.jte", Map.of("frame", frame, "log", log, "sentences", sentences));
    }

    byte[] story(StoryPage page) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("page", page);
        model.put("timeline", page.view() == StoryPage.View.TIMELINE ? new Timeline(page.story()) : null);
        return fill("story.jte", model);
    }

    /** The story as one file, its style within it. */
    byte[] download(StoryPage page) {
        return fill("download.jte", Map.of("page", page, "style", Assets.style()));
    }

    byte[] event(StoryPage page, Row row, RecordedEvent event) {
        return fill("event.jte", Map.of("page", page, "row", row, "event", event));
    }

    byte[] problem(Frame frame, String title, String explanation) {
        return fill("problem.jte", Map.of("frame", frame, "title", title, "explanation", explanation));
    }

    private byte[] fill(String template, Map<String, @Nullable Object> model) {
        // What does not come from the data is kept as bytes, so nothing of it is encoded again for each page.
        Utf8ByteOutput output = new Utf8ByteOutput();
        templates.render(template, model, output);
        return output.toByteArray();
    }

    /** For templates: a time for people without a script. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** For templates: data as indented JSON. */
    public static String pretty(JsonNode data) {
        return PRETTY.writeValueAsString(data);
    }

    /** For templates: how far a row is indented; deeper ones are not indented further. */
    public static String indent(Row row) {
        return "depth-" + Math.min(row.depth(), 12);
    }
}
