package dev.backstory.cli;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.SafeText;
import dev.backstory.viewer.story.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code backstory stories}. */
@Command(name = "stories", description = "Lists the newest stories.")
final class StoriesCommand extends Subcommand implements Callable<Integer> {

    @Mixin
    private StoryFilters filters = new StoryFilters();

    @Option(names = "--limit", description = "At most so many (default ${DEFAULT-VALUE}).", defaultValue = "20")
    private int limit;

    @Option(names = "--json", description = "As JSON, an object per line.")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1 || limit > 1_000) {
            throw wrongUsage("--limit takes a number from 1 to 1000");
        }
        return reading(this::list);
    }

    private int list(StoryReader reader) {
        List<StoryHead> stories = read(reader, filters.query(limit));
        if (stories.isEmpty()) {
            err().println("No such story is stored.");
            return Backstory.NOT_FOUND;
        }
        Paint paint = paint();
        for (StoryHead head : stories) {
            out().println(json ? JsonMapper.shared().writeValueAsString(object(head)) : line(head, paint));
        }
        return Backstory.OK;
    }

    /** A page may hold less than was asked for, and say that there is more to look through. */
    static List<StoryHead> read(StoryReader reader, StoryQuery query) {
        List<StoryHead> found = new ArrayList<>();
        StoryList page = reader.stories(query);
        found.addAll(page.stories());
        while (found.size() < query.limit() && page.next() != null) {
            page = reader.stories(query.after(page.next()));
            found.addAll(page.stories());
        }
        return found.size() <= query.limit() ? found : found.subList(0, query.limit());
    }

    private static String line(StoryHead head, Paint paint) {
        RecordedStep origin = head.origin();
        String line = head.firstAt() + "  " + head.correlationId() + "  " + (head.failed() ? "✗ " : "")
                + (origin == null ? "" : Words.ofStep(origin) + "  ")
                + String.join(", ", head.types().keySet()) + "  "
                + String.join(", ", head.subjects());
        String safe = SafeText.line(Words.shortened(line, 400));
        return head.failed() ? paint.bad(safe) : safe;
    }

    private static ObjectNode object(StoryHead head) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("correlationId", head.correlationId());
        json.put("begunBy", head.origin() == null ? null : head.origin().name());
        json.put("firstAt", head.firstAt().toString());
        json.put("lastAt", head.lastAt().toString());
        json.put("failed", head.failed());
        json.put("events", head.events());
        ObjectNode types = json.putObject("types");
        head.types().forEach(types::put);
        head.subjects().forEach(json.putArray("subjects")::add);
        head.services().forEach(json.putArray("services")::add);
        return json;
    }
}
