package dev.backstory.cli;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.SafeText;
import dev.backstory.viewer.story.Words;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code backstory stories}. */
@Command(name = "stories", description = "Lists the newest stories.", mixinStandardHelpOptions = true)
final class StoriesCommand implements Callable<Integer> {

    @ParentCommand
    private Backstory backstory = new Backstory();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--subject", description = "Only stories about this subject, for example customer/42.")
    private @Nullable String subject;

    @Option(names = "--type", description = "Only stories with an event of this type, for example OrderPlaced.")
    private @Nullable String type;

    @Option(names = "--limit", description = "At most so many (default ${DEFAULT-VALUE}).", defaultValue = "20")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 1 || limit > 1_000) {
            throw new ParameterException(spec.commandLine(), "--limit takes a number from 1 to 1000");
        }
        return backstory.reading(this::list);
    }

    private int list(StoryReader reader) {
        List<StoryHead> stories = reader.stories(
                        StoryQuery.newest(limit).about(subject).ofType(type))
                .stories();
        if (stories.isEmpty()) {
            spec.commandLine().getErr().println("No such story is stored.");
            return Backstory.NOT_FOUND;
        }
        for (StoryHead head : stories) {
            RecordedStep origin = head.origin();
            String line = head.firstAt() + "  " + head.correlationId() + "  " + (head.failed() ? "✗ " : "")
                    + (origin == null ? "" : origin.name() + "  ")
                    + String.join(", ", head.types().keySet()) + "  "
                    + String.join(", ", head.subjects());
            spec.commandLine().getOut().println(SafeText.line(Words.shortened(line, 400)));
        }
        return Backstory.OK;
    }
}
