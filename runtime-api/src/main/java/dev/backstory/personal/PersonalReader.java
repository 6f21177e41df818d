package dev.backstory.personal;

import dev.backstory.RecordedEvent;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventList;
import dev.backstory.store.EventPage;
import dev.backstory.store.EventQuery;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads stories with their personal data: readable where this process has the key, {@code erased on request, 2026-11-24} where
 * it was destroyed, {@code encrypted} otherwise. Keys are asked for with each call that meets such data, never remembered:
 * what was erased is gone with the next page.
 */
public final class PersonalReader implements StoryReader {

    private final StoryReader reader;
    private final KeyStore keys;

    public PersonalReader(StoryReader reader, KeyStore keys) {
        this.reader = reader;
        this.keys = keys;
    }

    @Override
    public StoryRecords story(String correlationId) {
        return revealed(reader.story(correlationId));
    }

    @Override
    public StoryPart part(String correlationId, StoryPart.Place from, int limit) {
        StoryPart part = reader.part(correlationId, from, limit);
        return new StoryPart(revealed(part.records()), part.next());
    }

    private StoryRecords revealed(StoryRecords story) {
        return new StoryRecords(
                story.correlationId(),
                Revealed.of(story.events(), keys),
                Revealed.ofSteps(story.steps(), keys),
                story.instances(),
                story.batches().stream().map(this::revealed).toList());
    }

    @Override
    public @Nullable RecordedEvent event(String eventId) {
        RecordedEvent event = reader.event(eventId);
        return event == null ? null : reveal(event);
    }

    @Override
    public @Nullable String findStory(String anyId) {
        return reader.findStory(anyId);
    }

    @Override
    public StoryList stories(StoryQuery query) {
        StoryList list = reader.stories(query);
        return new StoryList(list.stories().stream().map(this::revealed).toList(), list.next(), list.behindSince());
    }

    private StoryHead revealed(StoryHead head) {
        RecordedStep origin = head.origin();
        return origin == null
                ? head
                : head.withOrigin(Revealed.ofSteps(List.of(origin), keys).get(0));
    }

    @Override
    public EventList events(EventQuery query) {
        EventList list = reader.events(query);
        return new EventList(Revealed.of(list.events(), keys), list.next());
    }

    @Override
    public EventPage after(String place, EventFilter filter, int limit) {
        EventPage page = reader.after(place, filter, limit);
        return new EventPage(Revealed.of(page.events(), keys), page.next(), page.more(), page.heldUpBy());
    }

    @Override
    public String end() {
        return reader.end();
    }

    /** An event that was read otherwise, as this reader's keys show it. */
    public RecordedEvent reveal(RecordedEvent event) {
        return Revealed.of(List.of(event), keys).get(0);
    }
}
