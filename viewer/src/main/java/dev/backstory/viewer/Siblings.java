package dev.backstory.viewer;

import dev.backstory.StoreUnavailableException;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.viewer.story.Missing;
import dev.backstory.viewer.story.Story;
import dev.backstory.viewer.story.Usual;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What usually happens in stories of one origin: read from the last of them, and remembered for a while. */
final class Siblings {

    private static final Logger LOG = LoggerFactory.getLogger(Siblings.class);
    private static final int COMPARED = 300;
    private static final int REMEMBERED = 200;
    private static final Duration FRESH = Duration.ofMinutes(2);

    private record Origin(String kind, String name) {}

    private record Known(List<StoryHead> heads, Instant at) {}

    private final Stores stores;
    private final Clock clock;
    private final Map<Origin, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    Siblings(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /** The story with what is missing in it, as far as that can be said. */
    Story compared(Story story) {
        RecordedStep origin = story.everything().get(0).entry().step();
        if (origin == null || origin.causationId() != null) {
            return story;
        }
        Instant now = clock.instant();
        List<Usual.Sibling> siblings = new ArrayList<>();
        for (StoryHead each : heads(new Origin(origin.kind(), origin.name()), now)) {
            if (!each.correlationId().equals(story.correlationId())) {
                siblings.add(new Usual.Sibling(
                        each.firstAt(),
                        Duration.between(each.firstAt(), each.lastAt()),
                        each.types().keySet()));
            }
        }
        List<Missing> missing = new Usual(siblings, now).missingIn(story, now);
        return missing.isEmpty() ? story : story.lacking(missing);
    }

    private List<StoryHead> heads(Origin origin, Instant now) {
        Known before;
        synchronized (known) {
            before = known.get(origin);
        }
        if (before != null && before.at().plus(FRESH).isAfter(now)) {
            return before.heads();
        }
        List<StoryHead> heads;
        try {
            heads = stores.stories(
                            StoryQuery.newest(COMPARED).begunBy(origin.kind()).through(origin.name()))
                    .value()
                    .stories();
        } catch (StoreUnavailableException e) {
            // The story itself was read; this comparison is an extra.
            LOG.warn("Stories of the same origin cannot be compared: {}", e.getMessage());
            heads = before == null ? List.of() : before.heads();
        }
        synchronized (known) {
            known.put(origin, new Known(heads, now));
        }
        return heads;
    }
}
