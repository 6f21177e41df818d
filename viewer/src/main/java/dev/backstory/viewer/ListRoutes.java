package dev.backstory.viewer;

import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finding stories: {@code /stories} and {@code /go}. */
final class ListRoutes {

    private static final int PAGE = 50;

    private final StoryReader reader;
    private final Pages pages;

    ListRoutes(StoryReader reader, Pages pages) {
        this.reader = reader;
        this.pages = pages;
    }

    void stories(Asked asked, Answer answer) throws IOException {
        Links links = asked.links();
        String search = asked.parameter("q");
        StoryQuery query = StoryQuery.newest(PAGE).after(StoryCursor.parse(asked.parameter("after")));
        if (search.contains("/") && !search.contains("://")) {
            query = query.about(search);
        } else if (!search.isEmpty()) {
            String story = storyOf(Asked.id(search));
            if (story != null) {
                answer.redirect(links.story(story));
                return;
            }
            query = query.ofType(search);
        }
        StoryList page = reader.stories(query);
        StoryCursor next = page.next();
        String older = next == null ? null : links.older(search, next);
        answer.html(200, pages.stories(links, search, page.stories(), older));
    }

    void go(Asked asked, Answer answer) throws IOException {
        String id = Asked.id(asked.parameter("id"));
        String story = storyOf(id);
        if (story == null) {
            answer.html(404, pages.problem(asked.links(), "Not found", "Nothing is stored with this id."));
        } else {
            Links links = asked.links();
            answer.redirect(reader.event(id) == null ? links.story(story) : links.event(story, id));
        }
    }

    private @Nullable String storyOf(String id) {
        return Asked.isId(id) ? reader.findStory(id) : null;
    }
}
