package dev.backstory.viewer;

import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finding stories: {@code /stories} and {@code /go}. */
final class ListRoutes {

    private static final int PAGE = 50;

    private final ViewerSetup setup;
    private final Stores stores;
    private final Pages pages;
    private final Clock clock = Clock.systemUTC();

    ListRoutes(ViewerSetup setup, Stores stores, Pages pages) {
        this.setup = setup;
        this.stores = stores;
        this.pages = pages;
    }

    void stories(Asked asked, Frame frame, Answer answer) throws IOException {
        Search search = Search.of(asked);
        if (search.mayBeId()) {
            String story = storyOf(search.id());
            if (story != null) {
                answer.redirect(asked.links().story(story));
                return;
            }
        }
        StoryQuery query = search.query(
                StoryQuery.newest(PAGE).after(StoryCursor.parse(asked.parameter("after"))),
                clock.instant(),
                setup.redactor(),
                asked.visitor().role());
        if (query == null) {
            answer.html(
                    403,
                    pages.problem(frame, "Not searched", "Your role does not see that, so it cannot search for it."));
            return;
        }
        if (!search.isEmpty()) {
            setup.accessLog().keep(asked.look("search", search.inWords(), ""));
        }
        EachStore.Read<StoryList> read = stores.stories(query);
        List<StoryHead> seen = read.value().stories().stream()
                .map(each -> setup.redactor().head(each, asked.visitor().role()))
                .toList();
        StoryCursor next = read.value().next();
        String further = next == null ? null : asked.links().stories(search.parameters(next));
        answer.html(200, pages.stories(frame.without(read.away()), search, read.value(), seen, further));
    }

    void go(Asked asked, Frame frame, Answer answer) throws IOException {
        String id = Asked.id(asked.parameter("id"));
        String story = storyOf(id);
        if (story == null) {
            answer.html(404, pages.problem(frame, "Not found", "Nothing is stored with this id."));
        } else {
            Links links = asked.links();
            answer.redirect(stores.isEvent(id) ? links.event(story, id) : links.story(story));
        }
    }

    private @Nullable String storyOf(String id) {
        return Asked.isId(id) ? stores.findStory(id) : null;
    }
}
