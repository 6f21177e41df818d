package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.story.Markdown;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Story;
import dev.backstory.viewer.story.StoryJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is below {@code /stories/{correlationId}}: one story, in all its forms, and its events. */
final class StoryRoutes {

    private final StoryReader reader;
    private final Sentences sentences;
    private final Pages pages;

    StoryRoutes(StoryReader reader, Sentences sentences, Pages pages) {
        this.reader = reader;
        this.sentences = sentences;
        this.pages = pages;
    }

    void answer(Asked asked, Answer answer) throws IOException {
        List<String> path = asked.path();
        String id = path.get(1);
        StoryRecords records = Asked.isId(id) ? reader.story(id) : null;
        if (records == null || records.isEmpty()) {
            notFound(asked, "No story is stored with this id. It may be mistyped, or beyond retention.", answer);
            return;
        }
        Story story = Story.of(records, sentences);
        String form = String.join("/", path.subList(2, path.size()));
        if (form.isEmpty()) {
            page(asked, story, answer);
        } else if (form.equals("story.md")) {
            answer.text(200, "text/markdown", Markdown.of(story));
        } else if (form.equals("story.json")) {
            answer.text(200, "application/json", StoryJson.of(story));
        } else if (form.equals("story.html")) {
            answer.download("story-" + id.replaceAll("[^A-Za-z0-9-]", "_") + ".html");
            StoryPage page = new StoryPage(asked.absoluteLinks(), story, StoryPage.View.STORY, asked.number("page", 1));
            answer.html(200, pages.download(page));
        } else if (path.size() == 4 && path.get(2).equals("events")) {
            event(asked, story, path.get(3), answer);
        } else {
            notFound(asked, "There is no such page of this story.", answer);
        }
    }

    private void page(Asked asked, Story story, Answer answer) throws IOException {
        StoryPage.View view = StoryPage.View.of(asked.parameter("view"));
        StoryPage page = new StoryPage(asked.links(), story, view, asked.number("page", 1));
        if (!answer.isKnown(page.version())) {
            answer.html(200, pages.story(page));
        }
    }

    private void event(Asked asked, Story story, String eventId, Answer answer) throws IOException {
        List<Row> rows = new ArrayList<>(story.rows());
        rows.addAll(story.strays());
        Row row = null;
        for (Row each : rows) {
            if (each.entry().isEvent() && each.entry().id().equals(eventId)) {
                row = each;
            }
        }
        RecordedEvent event = row == null ? null : row.entry().event();
        if (row == null || event == null) {
            notFound(asked, "This story has no event with this id.", answer);
            return;
        }
        String causeId = event.causationId();
        Row cause = null;
        List<Row> ledTo = new ArrayList<>();
        for (Row each : rows) {
            if (each.entry().id().equals(causeId)) {
                cause = each;
            }
            if (eventId.equals(each.entry().causeId())) {
                ledTo.add(each);
            }
        }
        // No page of the story is this one: each row's address names its page.
        StoryPage around = new StoryPage(asked.links(), story, StoryPage.View.TABLE, 1);
        answer.html(200, pages.event(around, row, event, cause, ledTo));
    }

    private void notFound(Asked asked, String explanation, Answer answer) throws IOException {
        answer.html(404, pages.problem(asked.links(), "Not found", explanation));
    }
}
