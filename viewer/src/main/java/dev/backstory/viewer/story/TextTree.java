package dev.backstory.viewer.story;

import dev.backstory.store.StoryHead;
import java.util.BitSet;
import java.util.List;

/** A story as plain text for terminals: a header, and a tree with a line per row. */
public final class TextTree {

    /** Deeper rows are not indented further, so that a long chain of causes stays readable and small. */
    private static final int DEEPEST = 24;

    private static final int LONGEST = 400;

    private final StringBuilder text = new StringBuilder();

    private final boolean severalServices;

    private TextTree(boolean severalServices) {
        this.severalServices = severalServices;
    }

    /** The story as text; nothing in it can steer a terminal. */
    public static String of(Story story) {
        TextTree tree = new TextTree(story.services().size() > 1);
        tree.line(story.asked() + "  " + story.startedAt() + ", " + Words.took(story));
        tree.line(story.outcomeInWords());
        tree.line("story " + story.correlationId());
        story.facts().forEach((key, value) -> tree.line(key + " " + value));
        story.owners().forEach((service, owner) -> tree.line("ask about " + service + ": " + owner));
        story.missing().forEach(each -> tree.line(each.inWords()));
        tree.text.append('\n');
        tree.rows(story.rows());
        if (!story.strays().isEmpty()) {
            tree.line("");
            tree.line(Story.STRAYS + ". " + Story.ABOUT_STRAYS);
            tree.rows(story.strays());
        }
        if (!story.batches().isEmpty()) {
            tree.line("");
            tree.line(Story.BATCHES + ". " + Story.ABOUT_BATCHES);
            story.batches().forEach(tree::batch);
        }
        return tree.text.toString();
    }

    private void rows(List<Row> rows) {
        BitSet open = new BitSet();
        for (Row row : rows) {
            int depth = Math.min(row.depth(), DEEPEST);
            for (int i = 1; i < depth; i++) {
                text.append(open.get(i) ? "│  " : "   ");
            }
            text.append(depth == 0 ? "" : row.last() ? "└─ " : "├─ ");
            open.set(depth, !row.last());
            line(sentence(row));
        }
    }

    /** The row's parts that say something, two spaces between them. */
    private String sentence(Row row) {
        StringBuilder line = new StringBuilder();
        if (row.state() != State.DONE) {
            line.append(row.state().isTrouble() ? "✗ " : "! ");
        }
        line.append(row.sentence());
        add(line, String.join(", ", row.subjects()));
        add(line, row.summary());
        add(line, severalServices && row.entry().step() != null ? in(row.service()) : "");
        add(line, row.carriedBy());
        add(line, row.waited() == null ? "" : "waited " + Words.of(row.waited()));
        add(line, row.ran() == null ? "" : "ran " + Words.of(row.ran()));
        add(line, "+" + Words.of(row.offset()));
        if (row.state() != State.DONE && row.state() != State.REPORTED) {
            add(line, row.state().words() + (row.failure() == null ? "" : ": " + row.failure()));
        }
        row.notes().forEach(note -> add(line, "(" + note + ")"));
        return line.toString();
    }

    private void batch(StoryHead batch) {
        StringBuilder line = new StringBuilder(batch.failed() ? "✗ " : "").append(Words.ofHead(batch));
        add(line, Words.ofTypes(batch));
        add(line, String.join(", ", batch.services()));
        add(line, batch.firstAt().toString());
        add(line, "story " + batch.correlationId());
        line(line.toString());
    }

    private static String in(String service) {
        return service.isEmpty() ? "" : "in ".concat(service);
    }

    private static void add(StringBuilder line, String part) {
        if (!part.isEmpty()) {
            line.append("  ").append(part);
        }
    }

    private void line(String line) {
        text.append(SafeText.line(Words.shortened(line, LONGEST))).append('\n');
    }
}
