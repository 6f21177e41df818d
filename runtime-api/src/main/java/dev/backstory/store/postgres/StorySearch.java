package dev.backstory.store.postgres;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryKey;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A page of the list of stories: the summaries, and what came after them. */
final class StorySearch {

    private static final int STORIES_OF_ONE_ID = 1_000;

    private final ReadSession session;
    private final StoryQuery query;
    private final SummaryTail tail;
    private final StoryFilter filter;

    private StorySearch(ReadSession session, StoryQuery query, SummaryTail tail) {
        this.session = session;
        this.query = query;
        this.tail = tail;
        this.filter = new StoryFilter(query, tail);
    }

    static StoryList read(ReadSession session, StoryQuery query) throws SQLException {
        return new StorySearch(session, query, SummaryTail.read(session)).read();
    }

    private StoryList read() throws SQLException {
        Set<String> named = named();
        Map<String, Summary> candidates = new LinkedHashMap<>(tail.touched());
        StoryCursor searchedDownTo = null;
        if (named == null) {
            KeyScan scan =
                    new KeyScan(session, query, filter.keys(), tail.touched().keySet());
            searchedDownTo = scan.run();
            candidates.putAll(SummaryRows.read(session, scan.found()));
        } else {
            candidates.keySet().retainAll(named);
            named.removeAll(tail.touched().keySet());
            candidates.putAll(SummaryRows.read(session, named));
        }
        List<Summary> matching = filter.matching(session, candidates.values(), searchedDownTo);
        boolean more = matching.size() > query.limit();
        List<Summary> page = more ? matching.subList(0, query.limit()) : matching;
        StoryCursor next = more ? StoryFilter.place(page.get(page.size() - 1)) : searchedDownTo;
        return new StoryList(heads(session, page), next, tail.behindSince());
    }

    /** The stories that the query names by an id, of which an index knows; null when it names none. */
    private @Nullable Set<String> named() throws SQLException {
        Set<String> named = null;
        for (StoryKey each : query.keys()) {
            if (SummaryKey.of(each) == null) {
                Set<String> ids = idsOf(each);
                if (named == null) {
                    named = ids;
                } else {
                    named.retainAll(ids);
                }
            }
        }
        return named;
    }

    private Set<String> idsOf(StoryKey key) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        if (key.kind() == StoryKey.Kind.CORRELATION) {
            ids.add(Escapes.needed(key.value()) ? "" : key.value());
            return ids;
        }
        Condition where = new Condition();
        EventMatch.add(where, key);
        String steps = key.kind() == StoryKey.Kind.TRACE
                ? " UNION SELECT correlation_id FROM backstory.step_observation WHERE " + where.sql()
                : "";
        session.query(
                "SELECT correlation_id FROM backstory.event WHERE " + where.sql() + steps + " LIMIT ?",
                row -> ids.add(row.getString(1)),
                steps.isEmpty()
                        ? where.parameters(STORIES_OF_ONE_ID)
                        : where.parameters(where.parameters(STORIES_OF_ONE_ID)));
        return ids;
    }

    /** The summaries as they are listed, with the steps that began the stories. */
    static List<StoryHead> heads(ReadSession session, Collection<Summary> page) throws SQLException {
        Set<String> ids = new TreeSet<>();
        for (Summary each : page) {
            if (each.origin != null) {
                ids.add(each.origin.id());
            }
        }
        StepFold origins = new StepFold();
        if (!ids.isEmpty()) {
            session.query(
                    "SELECT " + Rows.STEP + " FROM backstory.step_observation WHERE step_id = ANY (?::uuid[])"
                            + StepFold.ORDER,
                    row -> origins.add(Rows.step(row)),
                    (Object) ids.toArray(new String[0]));
        }
        Map<String, RecordedStep> byId = new LinkedHashMap<>();
        origins.inOrder().forEach(each -> byId.put(each.id(), each));
        List<StoryHead> heads = new ArrayList<>();
        for (Summary each : page) {
            heads.add(each.head(each.origin == null ? null : byId.get(each.origin.id())));
        }
        return heads;
    }
}
