package dev.backstory.cli;

import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.story.SafeText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code backstory doctor}. */
@Command(
        name = "doctor",
        description =
                "Says how complete the newest stories are: whether events know what led to them, and where that was lost.")
final class DoctorCommand extends Subcommand implements Callable<Integer> {

    private static final int PAGE = 200;

    /** Bigger stories are judged by their beginning. */
    private static final int EVENTS = 5_000;

    @Mixin
    private StoryFilters filters = new StoryFilters();

    @Option(names = "--stories", description = "So many stories (default ${DEFAULT-VALUE}).", defaultValue = "1000")
    private int stories;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        if (stories < 1) {
            throw wrongUsage("--stories takes a number from 1");
        }
        return reading(this::examine);
    }

    private int examine(StoryReader reader) {
        Lineage lineage = new Lineage();
        int read = 0;
        try (Progress progress = Progress.of(spec(), "stories", stories)) {
            StoryQuery query = filters.query(Math.min(PAGE, stories));
            StoryList page = reader.stories(query);
            while (true) {
                for (StoryHead head : page.stories()) {
                    if (read < stories) {
                        lineage.add(whole(reader, head));
                        progress.at(++read);
                    }
                }
                if (page.next() == null || read >= stories) {
                    break;
                }
                page = reader.stories(query.after(page.next()));
            }
        }
        if (lineage.events() == 0) {
            err().println("No such story is stored.");
            return Backstory.NOT_FOUND;
        }
        if (json) {
            out().println(JsonMapper.shared().writeValueAsString(object(lineage, read)));
        } else {
            tell(lineage, read);
        }
        return Backstory.OK;
    }

    private static StoryRecords whole(StoryReader reader, StoryHead head) {
        return head.events() <= EVENTS
                ? reader.story(head.correlationId())
                : reader.part(head.correlationId(), StoryPart.Place.START, EVENTS)
                        .records();
    }

    private void tell(Lineage lineage, int read) {
        PrintWriter out = out();
        Paint paint = paint();
        String share = String.format(
                Locale.ROOT,
                "%.1f %% of %,d events in %,d stories know all that led to them.",
                Math.floor(lineage.share() * 1000) / 10,
                lineage.events(),
                read);
        out.println(lineage.complete() == lineage.events() ? paint.good(share) : paint.strong(share));
        list("name a cause that is not stored", lineage.dangling(), lineage.unresolved());
        list("were published where no request, job or other step was known", lineage.outside(), lineage.lost());
        if (lineage.outside() > 0) {
            out.println("If one of those threads works for a request, a boundary lost its context there:"
                    + " backstory.diagnostics=true says what is instrumented.");
        }
    }

    private void list(String what, long count, List<Map.Entry<String, Integer>> where) {
        if (count > 0) {
            PrintWriter out = out();
            out.println();
            out.println(paint().bad(String.format(Locale.ROOT, "%,d %s:", count, what)));
            where.forEach(each ->
                    out.println(String.format(Locale.ROOT, "%8d  %s", each.getValue(), SafeText.line(each.getKey()))));
        }
    }

    private static ObjectNode object(Lineage lineage, int read) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("stories", read);
        json.put("events", lineage.events());
        json.put("completeLineage", lineage.complete());
        json.put("danglingCauses", lineage.dangling());
        json.put("outsideAnyStep", lineage.outside());
        places(json.putArray("dangling"), lineage.unresolved());
        places(json.putArray("lost"), lineage.lost());
        return json;
    }

    private static void places(ArrayNode array, List<Map.Entry<String, Integer>> where) {
        where.forEach(each -> array.addObject().put("where", each.getKey()).put("events", each.getValue()));
    }
}
