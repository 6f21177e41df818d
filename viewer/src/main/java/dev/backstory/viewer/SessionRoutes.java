package dev.backstory.viewer;

import dev.backstory.context.Step;
import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryRecords;
import java.io.IOException;
import java.util.List;

/** {@code /sessions}: what was done by hand, in console sessions. */
final class SessionRoutes {

    private static final int PAGE = 20;

    private final ViewerSetup setup;
    private final Stores stores;
    private final Pages pages;

    SessionRoutes(ViewerSetup setup, Stores stores, Pages pages) {
        this.setup = setup;
        this.stores = stores;
        this.pages = pages;
    }

    void sessions(Asked asked, Frame frame, Answer answer) throws IOException {
        StoryQuery query =
                StoryQuery.newest(PAGE).begunBy(Step.CONSOLE).after(StoryCursor.parse(asked.parameter("after")));
        setup.accessLog().keep(asked.look("sessions", "", ""));
        EachStore.Read<StoryList> read = stores.stories(query);
        List<ConsoleSession> sessions = read.value().stories().stream()
                .map(each -> session(each, asked))
                .toList();
        StoryCursor next = read.value().next();
        String further = next == null ? null : asked.links().sessions() + "?after=" + next;
        answer.html(200, pages.sessions(frame.without(read.away()), setup.outLinks(), sessions, further));
    }

    private ConsoleSession session(StoryHead head, Asked asked) {
        StoryRecords records = stores.beginning(head.correlationId(), ConsoleSession.CHANGES);
        StoryRecords seen = setup.redactor().redact(records, asked.visitor().role());
        return ConsoleSession.of(head, seen, setup.sentences());
    }
}
