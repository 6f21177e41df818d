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
        EachStore.Read<StoryRecords> read = stores.story(id);
        Frame frame = around.without(read.away());
        if (read.value().isEmpty()) {
            notFound(frame, id, answer);
            return;
        }
        String form = String.join("/", path.subList(2, path.size()));
        if (asked.isPost()) {
            reveal(asked, frame, read.value(), answer);
            return;
        }
        StoryRecords seen =
                setup.redactor().redact(read.value(), asked.visitor().role());
        Story story = siblings.compared(Story.of(seen, setup.sentences()));
        String hidden = seen.equals(read.value()) ? "" : mayReveal(asked) ? StoryPage.MAY_SHOW : StoryPage.HIDDEN;
        setup.accessLog().keep(asked.look(form.isEmpty() ? "story" : form, id, ""));
        if (form.isEmpty()) {
            page(asked, frame, story, hidden, answer);
        } else if (form.equals("story.md")) {
            answer.text(200, "text/markdown", Markdown.of(story));
        } else if (form.equals("story.json")) {
            answer.text(200, "application/json", StoryJson.of(story));
        } else if (form.equals("story.html")) {
            answer.download("story-" + id.replaceAll("[^A-Za-z0-9-]", "_") + ".html");
            Frame outside = new Frame(asked.absoluteLinks(), frame.visitor(), frame.identified(), frame.away());
            StoryPage page =
                    new StoryPage(outside, setup.outLinks(), story, StoryPage.View.STORY, asked.number("page", 1));
            answer.html(200, pages.download(page));
        } else if (path.size() == 4 && path.get(2).equals("events")) {
            event(frame, story, path.get(3), answer);
        } else {
            answer.html(404, pages.problem(frame, "Not found", "There is no such page of this story."));
        }
    }

    private boolean mayReveal(Asked asked) {
        return setup.mayReveal(asked.visitor().role());
    }

    private void page(Asked asked, Frame frame, Story story, String hidden, Answer answer) throws IOException {
        StoryPage.View view = StoryPage.View.of(asked.parameter("view"));
        StoryPage page = new StoryPage(frame, setup.outLinks(), story, view, asked.number("page", 1)).hiding(hidden);
        if (!answer.isKnown(page.version())) {
            answer.html(200, pages.story(page));
        }
    }

    private void reveal(Asked asked, Frame frame, StoryRecords records, Answer answer) throws IOException {
        String reason = asked.parameter("reason");
        if (!mayReveal(asked)) {
            answer.html(403, pages.problem(frame, "Not shown", "Your role may not have hidden fields shown."));
        } else if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
            answer.html(400, pages.problem(frame, "Not shown", "Say why, in a few words: it is kept with your name."));
        } else {
            setup.accessLog().keep(asked.look(REVEAL, records.correlationId(), reason));
            Story story = siblings.compared(Story.of(records, setup.sentences()));
            StoryPage page = new StoryPage(
                            frame, setup.outLinks(), story, StoryPage.View.STORY, asked.number("page", 1))
                    .revealed(reason);
            answer.html(200, pages.story(page));
        }
    }

    private void event(Frame frame, Story story, String eventId, Answer answer) throws IOException {
        // No page of the story is this one: each row's address names its page.
        StoryPage around = new StoryPage(frame, setup.outLinks(), story, StoryPage.View.TABLE, 1);
        Row row = around.find(eventId);
        RecordedEvent event = row == null ? null : row.entry().event();
        if (row == null || event == null) {
            answer.html(404, pages.problem(frame, "Not found", "This story has no event with this id."));
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
