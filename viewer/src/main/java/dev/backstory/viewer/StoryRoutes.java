package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.story.Markdown;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Story;
import dev.backstory.viewer.story.StoryJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is below {@code /stories/{correlationId}}: one story, in all its forms, and its events. */
final class StoryRoutes {

    private static final String REVEAL = "show";
    private static final String EVENTS = "events";
    private static final int SHORTEST_REASON = 5;
    private static final int LONGEST_REASON = 500;

    private final ViewerSetup setup;
    private final Stores stores;
    private final Pages pages;
    private final Siblings siblings;
    private final Clock clock = Clock.systemUTC();

    StoryRoutes(ViewerSetup setup, Stores stores, Pages pages) {
        this.setup = setup;
        this.stores = stores;
        this.pages = pages;
        this.siblings = new Siblings(stores, clock);
    }

    /** The one thing that is asked for with POST: to show what is hidden, for a reason. */
    static boolean isReveal(List<String> path) {
        return path.size() == 3 && path.get(0).equals("stories") && path.get(2).equals(REVEAL);
    }

    void answer(Asked asked, Frame around, Answer answer) throws IOException {
        List<String> path = asked.path();
        String id = path.get(1);
        if (!Asked.isId(id)) {
            notFound(around, id, answer);
            return;
        }
        EachStore.Read<Stores.Part> read = read(id, path, asked.parameter("from"));
        Stores.Part part = read.value();
        Frame frame = around.without(read.away());
        if (part.records().isEmpty()) {
            notFound(frame, id, answer);
            return;
        }
        if (asked.isPost()) {
            reveal(asked, frame, part, answer);
            return;
        }
        StoryRecords seen =
                setup.redactor().redact(part.records(), asked.visitor().role());
        Story story = told(seen, part);
        String hidden = seen.equals(part.records()) ? "" : mayReveal(asked) ? StoryPage.MAY_SHOW : StoryPage.HIDDEN;
        String form = String.join("/", path.subList(2, path.size()));
        StoryPage page = page(asked, frame, story, part).hiding(hidden);
        if (form.isEmpty() && answer.isKnown(page.version())) {
            // A page that asks whether its story goes on is shown nothing, so nobody has looked again.
            return;
        }
        setup.accessLog().keep(asked.look(form.isEmpty() ? "story" : form, id, ""));
        if (form.equals("story.html")) {
            Frame outside = new Frame(asked.absoluteLinks(), frame.visitor(), frame.identified(), frame.away());
            answer.download("story-" + id.replaceAll("[^A-Za-z0-9-]", "_") + ".html");
            answer.html(200, pages.download(page(asked, outside, story, part)));
            return;
        }
        answer.followedBy(page.nextPart(form.equals("story.md") || form.equals("story.json") ? form : ""));
        if (form.isEmpty()) {
            answer.html(200, pages.story(page));
        } else if (form.equals("story.md")) {
            answer.text(200, "text/markdown", Markdown.of(story) + furtherParts(page));
        } else if (form.equals("story.json")) {
            answer.text(200, "application/json", StoryJson.of(story));
        } else if (path.size() == 4 && path.get(2).equals(EVENTS)) {
            event(page, path.get(3), answer);
        } else {
            answer.html(404, pages.problem(frame, "Not found", "There is no such page of this story."));
        }
    }

    /** What is asked for; of a story that is too big to be read at once, the part in which the event is whose page it is. */
    private EachStore.Read<Stores.Part> read(String id, List<String> path, String from) {
        EachStore.Read<Stores.Part> read = stores.story(id, from);
        if (path.size() != 4 || read.value().next().areOver()) {
            return read;
        }
        EachStore.Read<Stores.Part> around = stores.storyAt(id, path.get(3));
        return around.value().records().isEmpty() ? read : around;
    }

    /** What usually follows can be said of whole stories only. */
    private Story told(StoryRecords records, Stores.Part part) {
        Story story = Story.of(records, setup.sentences());
        boolean whole = part.from().areBeginning() && part.next().areOver();
        return whole ? siblings.compared(story) : story;
    }

    private StoryPage page(Asked asked, Frame frame, Story story, Stores.Part part) {
        // No page of the story is an event's page: there each row's address names its own page.
        boolean isEvent = asked.path().size() == 4;
        StoryPage.View view = isEvent ? StoryPage.View.TABLE : StoryPage.View.of(asked.parameter("view"));
        return new StoryPage(frame, setup.outLinks(), story, view, asked.number("page", 1))
                .part(
                        part.from().toString(),
                        part.next().areOver() ? "" : part.next().toString());
    }

    private static String furtherParts(StoryPage page) {
        return page.isPart() ? "\n*This is a part of a big story.*\n" : "";
    }

    private boolean mayReveal(Asked asked) {
        return setup.mayReveal(asked.visitor().role());
    }

    private void reveal(Asked asked, Frame frame, Stores.Part part, Answer answer) throws IOException {
        String reason = asked.parameter("reason");
        if (!mayReveal(asked)) {
            answer.html(403, pages.problem(frame, "Not shown", "Your role may not have hidden fields shown."));
        } else if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
            answer.html(400, pages.problem(frame, "Not shown", "Say why, in a few words: it is kept with your name."));
        } else {
            setup.accessLog().keep(asked.look(REVEAL, part.records().correlationId(), reason));
            Story story = told(part.records(), part);
            answer.html(200, pages.story(page(asked, frame, story, part).revealed(reason)));
        }
    }

    private void event(StoryPage around, String eventId, Answer answer) throws IOException {
        Row row = around.find(eventId);
        RecordedEvent event = row == null ? null : row.entry().event();
        if (row == null || event == null) {
            answer.html(404, pages.problem(around.frame(), "Not found", "This story has no event with this id."));
        } else {
            answer.html(200, pages.event(around, row, event));
        }
    }

    private void notFound(Frame frame, String id, Answer answer) throws IOException {
        Instant began = StoryIds.time(id);
        Duration kept = setup.retention();
        if (began != null && kept != null && began.isBefore(clock.instant().minus(kept))) {
            String explanation = "This story began on " + Pages.time(began) + ". Stories are kept for " + kept.toDays()
                    + " days, so it is gone.";
            answer.html(410, pages.problem(frame, "No longer kept", explanation));
        } else {
            String explanation = "No story is stored with this id. It may be mistyped, or beyond retention.";
            answer.html(404, pages.problem(frame, "Not found", explanation));
        }
    }
}
