package dev.backstory.viewer.story;

import dev.backstory.store.StoryHead;
import java.util.List;

/** A story as Markdown, for a ticket. */
public final class Markdown {

    private static final int DEEPEST = 12;

    private Markdown() {}

    /** The story as Markdown; nothing in its data is taken for markup. */
    public static String of(Story story) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(safe(story.asked())).append("\n\n");
        text.append("**").append(safe(story.outcomeInWords())).append("**\n\n");
        fact(text, "Story", story.correlationId());
        fact(text, "Started", story.startedAt().toString());
        fact(text, "Took", Words.took(story));
        fact(text, "About", String.join(", ", story.subjects()));
        fact(text, "Services", String.join(", ", story.services()));
        story.facts().forEach((key, value) -> fact(text, key, value));
        story.owners().forEach((service, owner) -> fact(text, "Ask about " + service, owner));
        story.missing()
                .forEach(each -> text.append("- ").append(safe(each.inWords())).append('\n'));
        text.append('\n');
        rows(text, story.rows());
        if (!story.strays().isEmpty()) {
            text.append("\n## ").append(Story.STRAYS).append("\n\n");
            text.append(Story.ABOUT_STRAYS).append("\n\n");
            rows(text, story.strays());
        }
        if (!story.batches().isEmpty()) {
            text.append("\n## ").append(Story.BATCHES).append("\n\n");
            text.append(Story.ABOUT_BATCHES).append("\n\n");
            story.batches().forEach(each -> batch(text, each));
        }
        return text.toString();
    }

    private static void fact(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("- ")
                    .append(safe(name))
                    .append(": ")
                    .append(safe(value))
                    .append('\n');
        }
    }

    private static void rows(StringBuilder text, List<Row> rows) {
        for (Row row : rows) {
            text.append("  ".repeat(Math.min(row.depth(), DEEPEST))).append("- ");
            text.append(row.state() == State.DONE ? "" : "**" + row.state().words() + "** ");
            text.append(safe(row.sentence()));
            part(text, " · ", String.join(", ", row.subjects()));
            part(text, " · ", row.summary());
            part(text, " · ", row.carriedBy());
            part(text, " · waited ", Words.of(row.waited()));
            part(text, " · ran ", Words.of(row.ran()));
            part(text, " · +", Words.of(row.offset()));
            part(text, " · ", row.failure() == null ? "" : row.failure());
            row.notes().forEach(note -> part(text, " · ", note));
            text.append('\n');
        }
    }

    private static void batch(StringBuilder text, StoryHead batch) {
        text.append("- ").append(batch.failed() ? "**a step failed** " : "").append(safe(Words.ofHead(batch)));
        part(text, " · ", Words.ofTypes(batch));
        part(text, " · ", batch.firstAt().toString());
        part(text, " · Story ", batch.correlationId());
        text.append('\n');
    }

    private static void part(StringBuilder text, String before, String value) {
        if (!value.isEmpty()) {
            text.append(before).append(safe(value));
        }
    }

    private static String safe(String value) {
        return SafeText.markdown(Words.shortened(value, 400));
    }
}
