package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.SafeText;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code backstory event <id>}. */
@Command(name = "event", description = "Shows one event with all that is recorded of it.")
final class EventCommand extends Subcommand implements Callable<Integer> {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Parameters(paramLabel = "ID", description = "The event's id.")
    private String id = "";

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        return reading(this::show);
    }

    private int show(StoryReader reader) {
        RecordedEvent event = reader.event(id);
        if (event == null) {
            err().println("No event is stored with the id " + SafeText.line(id));
            return Backstory.NOT_FOUND;
        }
        PrintWriter out = out();
        if (json) {
            out.println(EventLine.json(event));
            return Backstory.OK;
        }
        Sentences sentences = options().sentences();
        out.println(paint().strong(SafeText.line(Words.shortened(sentences.of(event), 400))));
        field("type", event.type());
        field("about", String.join(", ", event.subjects()));
        field("happened", event.occurredAt().toString());
        field("recorded", event.recordedAt() + ", position " + event.position());
        field("story", event.correlationId());
        field("because of", because(reader, event, sentences));
        field("step", event.stepId());
        field("trace", event.traceId());
        field("thread", event.thread());
        event.metadata().forEach(this::field);
        PRETTY.writeValueAsString(event.data()).lines().forEach(line -> out.println(SafeText.line(line)));
        return Backstory.OK;
    }

    private static @Nullable String because(StoryReader reader, RecordedEvent event, Sentences sentences) {
        String cause = event.causationId();
        RecordedEvent because = cause == null ? null : reader.event(cause);
        return because == null ? cause : sentences.of(because) + " " + cause;
    }

    private void field(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            String line = String.format("%-11s %s", SafeText.line(name), SafeText.line(Words.shortened(value, 400)));
            out().println(line);
        }
    }
}
