package dev.backstory.store;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which stories a list shows. A story is in it when all that is asked for is true of the story, not necessarily of one event.
 * Start with {@link #newest} and narrow it down; null narrows nothing.
 *
 * @param keys the story has each of these
 * @param from it began at this time or later; null: any
 * @param to it began before this time; null: any
 * @param failed true: one of its steps failed; false: none did; null: either
 * @param after only what is below this place; null: from the top
 * @param limit at most so many
 */
public record StoryQuery(
        Set<StoryKey> keys,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Boolean failed,
        @Nullable StoryCursor after,
        int limit) {

    public StoryQuery {
        keys = Set.copyOf(keys);
        if (limit < 1) {
            throw new IllegalArgumentException("A list has at least one place, not " + limit);
        }
    }

    /** The newest stories. */
    public static StoryQuery newest(int limit) {
        return new StoryQuery(Set.of(), null, null, null, null, limit);
    }

    /** With that correlation id. */
    public StoryQuery withCorrelation(@Nullable String id) {
        return with(StoryKey.Kind.CORRELATION, id);
    }

    /** With the event of that id. */
    public StoryQuery withEvent(@Nullable String id) {
        return with(StoryKey.Kind.EVENT, id == null ? null : id.toLowerCase(Locale.ROOT));
    }

    /** With that W3C trace id. */
    public StoryQuery withTrace(@Nullable String id) {
        return with(StoryKey.Kind.TRACE, id == null ? null : id.toLowerCase(Locale.ROOT));
    }

    /** With an event about that subject, {@code customer/42}. */
    public StoryQuery about(@Nullable String subject) {
        return with(StoryKey.Kind.SUBJECT, subject);
    }

    /** With an event of that type. */
    public StoryQuery ofType(@Nullable String type) {
        return with(StoryKey.Kind.TYPE, type);
    }

    /** With an event that has this metadata entry. */
    public StoryQuery withMetadata(String key, @Nullable String value) {
        return with(
                StoryKey.Kind.METADATA,
                value == null ? null : StoryKey.metadata(key, value).value());
    }

    /** With an event that the actor published or caused: the metadata {@code actor}. */
    public StoryQuery by(@Nullable String actor) {
        return withMetadata("actor", actor);
    }

    /** With an event of that tenant: the metadata {@code tenant}. */
    public StoryQuery ofTenant(@Nullable String tenant) {
        return withMetadata("tenant", tenant);
    }

    /** In which that service took part. */
    public StoryQuery inService(@Nullable String service) {
        return with(StoryKey.Kind.SERVICE, service);
    }

    /** Begun by a step of that kind: {@code request}, {@code job}, {@code console}, … */
    public StoryQuery begunBy(@Nullable String originKind) {
        return with(StoryKey.Kind.ORIGIN, originKind);
    }

    /** Begun by a step of that name: {@code POST /orders}. */
    public StoryQuery through(@Nullable String route) {
        return with(StoryKey.Kind.ROUTE, route);
    }

    /** With a batch that took work of that story together with that of others. */
    public StoryQuery joining(@Nullable String correlationId) {
        return with(StoryKey.Kind.JOINED, correlationId);
    }

    /** Begun at or after the first time, and before the second. */
    public StoryQuery begun(@Nullable Instant from, @Nullable Instant to) {
        return new StoryQuery(keys, from, to, failed, after, limit);
    }

    /** Failed, or not. */
    public StoryQuery failed(@Nullable Boolean failed) {
        return new StoryQuery(keys, from, to, failed, after, limit);
    }

    /** The page below that place: {@link StoryList#next}. */
    public StoryQuery after(@Nullable StoryCursor place) {
        return new StoryQuery(keys, from, to, failed, place, limit);
    }

    private StoryQuery with(StoryKey.Kind kind, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Set<StoryKey> more = new LinkedHashSet<>(keys);
        more.add(new StoryKey(kind, value));
        return new StoryQuery(more, from, to, failed, after, limit);
    }
}
