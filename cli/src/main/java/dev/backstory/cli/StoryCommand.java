package dev.backstory.cli;

import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.AllStores;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.story.Markdown;
import dev.backstory.viewer.story.SafeText;
import dev.backstory.viewer.story.Story;
import dev.backstory.viewer.story.StoryJson;
import dev.backstory.viewer.story.TextTree;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backstory story <id>}. */
@Command(name = "story", description = "Tells one story as a tree.")
final class StoryCommand extends Subcommand implements Callable<Integer> {

    /** At most one of them. */
    static final class Format {
        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Option(names = "--markdown", description = "As Markdown, for a ticket.")
        private boolean markdown;
    }

    @Parameters(paramLabel = "ID", description = "A correlation, event, step or trace id.")
    private String id = "";

    @ArgGroup
    private Format format = new Format();

    @Override
    public Integer call() {
        try (AllStores stores = AllStores.open(options(), Options.viewerFile(null))) {
            return tell(stores);
        }
    }

    private int tell(AllStores stores) {
        String found = id.indexOf('\0') >= 0 ? null : stores.findStory(id);
        if (found == null) {
            err().println("No story is stored with the id " + SafeText.line(id));
            return Backstory.NOT_FOUND;
        }
        PrintWriter err = err();
        StoryRecords records = stores.story(
                found, away -> err.println("The store " + away + " does not answer; its part is missing."));
        Story story = Story.of(records, options().sentences());
        PrintWriter out = out();
        if (format.json) {
            out.println(StoryJson.of(story));
        } else {
            out.print(format.markdown ? Markdown.of(story) : painted(TextTree.of(story)));
        }
        return Backstory.OK;
    }

    /** What is wrong stands out; the text is safe already. */
    private String painted(String tree) {
        Paint paint = paint();
        StringBuilder painted = new StringBuilder(tree.length());
        tree.lines()
                .map(line -> line.contains("✗ ") || line.startsWith("Failed") || line.startsWith("Stopped")
                        ? paint.bad(line)
                        : line.startsWith("Worked") ? paint.good(line) : line)
                .forEach(line -> painted.append(line).append('\n'));
        return painted.toString();
    }
}
