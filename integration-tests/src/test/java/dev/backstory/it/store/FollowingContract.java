package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.Personal;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.Subject;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventPage;
import dev.backstory.store.FollowerStatus;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every store's followers do. What those of a database do beyond it is in {@link FollowersIT}. */
abstract class FollowingContract extends ReadingContract {

    static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Subject("customer/{customerId}")
    record Registered(
            long customerId,
            @Personal(subject = "customer/{customerId}") String email) {}

    private final Queue<RecordedEvent> handled = new ConcurrentLinkedQueue<>();
    private EventPublisher process;
    private EventPublisher other;

    @BeforeAll
    void startFollowing() {
        process = open(Map.of("backstory.master-key", KEY));
        other = open(Map.of("backstory.master-key", KEY));
    }

    @AfterAll
    void endFollowing() {
        process.close();
        other.close();
    }

    private List<String> publish(String type, int many) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(process.publish(Event.of(type).subject("followed/" + i).correlationId(type + "-story"))
                    .eventId());
        }
        return ids;
    }

    private Follower following(EventPublisher by, String type) {
        return by.follower(type + "-follower").only(EventFilter.types(type)).start(handled::add);
    }

    private void awaitHandled(List<String> ids) {
        await().until(() -> handled.size() >= ids.size());
        assertThat(handled).extracting(RecordedEvent::id).containsExactlyElementsOf(ids);
        handled.clear();
    }

    @Test
    void a_follower_handles_each_event_once_in_order_and_goes_on_where_it_was_in_whichever_process() {
        List<String> before = publish("GoneOn", 120);
        try (Follower one = following(process, "GoneOn")) {
            awaitHandled(before);
            awaitHandled(publish("GoneOn", 3));
            await().until(() -> one.status().behindSince() == null);
            assertThat(one.status().instanceId()).isNotNull();
        }
        List<String> meanwhile = publish("GoneOn", 2);
        try (Follower again = following(other, "GoneOn")) {
            awaitHandled(meanwhile);
            assertThat(again.name()).isEqualTo("GoneOn-follower");
        }
    }

    @Test
    void what_does_not_pass_is_left_out() {
        process.publish(Event.of("FollowedSifted").subject("order/1").metadata("tenant", "other"));
        process.publish(Event.of("FollowedSifted").subject("cart/1").metadata("tenant", "sifted"));
        process.publish(Event.of("FollowedUnsifted").subject("order/1").metadata("tenant", "sifted"));
        List<String> passing = List.of(process.publish(Event.of("FollowedSifted")
                        .subject("x")
                        .subject("order/1\u0000")
                        .metadata("tenant", "sifted"))
                .eventId());
        EventFilter filter =
                EventFilter.types("FollowedSifted").aboutAny("order/").withMetadata("tenant", "sifted");
        try (Follower follower = process.follower("sifting").only(filter).start(handled::add)) {
            awaitHandled(passing);
            await().until(() -> follower.status().behindSince() == null);
        }
        assertThat(process.reader().after(EventPage.START, filter, 10).events())
                .extracting(RecordedEvent::id)
                .isEqualTo(passing);
    }

    @Test
    void a_name_that_is_new_begins_with_now_if_it_is_told_to() {
        publish("FollowedOld", 5);
        await().until(() -> process.reader()
                        .after(EventPage.START, EventFilter.types("FollowedOld"), 10)
                        .events()
                        .size()
                == 5);
        String end = process.reader().end();
        try (Follower follower = process.follower("now")
                .fromNow()
                .only(EventFilter.ALL.ofTypes(Set.of("FollowedOld", "FollowedNew")))
                .start(handled::add)) {
            awaitHandled(publish("FollowedNew", 2));
        }
        assertThat(process.reader().after(end, EventFilter.ALL, 10).events()).hasSize(2);
    }

    @Test
    void pages_go_on_from_each_other_and_have_each_event_once() {
        List<String> ids = publish("FollowedPaged", 25);
        List<String> read = new ArrayList<>();
        EventPage page = process.reader().after(EventPage.START, EventFilter.types("FollowedPaged"), 10);
        while (page.more() || !page.events().isEmpty()) {
            assertThat(page.events()).hasSizeLessThanOrEqualTo(10);
            page.events().forEach(each -> read.add(each.id()));
            page = other.reader().after(page.next(), EventFilter.types("FollowedPaged"), 10);
        }
        assertThat(read).isEqualTo(ids);
        assertThat(page.heldUpBy()).isNull();
        assertThatThrownBy(() -> other.reader().after(EventPage.START, EventFilter.ALL, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_handler_that_throws_is_asked_again_and_nothing_overtakes() {
        List<String> ids = publish("FollowedFailing", 3);
        CountDownLatch healed = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        try (Follower follower = process.follower("failing")
                .only(EventFilter.types("FollowedFailing"))
                .start(event -> {
                    if (event.id().equals(ids.get(1)) && healed.getCount() > 0) {
                        attempts.incrementAndGet();
                        throw new IllegalStateException("not now, says someone@example.com");
                    }
                    handled.add(event);
                })) {
            await().until(() -> attempts.get() >= 2);
            FollowerStatus failing = follower.status();
            assertThat(failing.failures()).isPositive();
            assertThat(failing.error()).isEqualTo(IllegalStateException.class.getName());
            assertThat(failing.behindSince()).isNotNull();
            assertThat(failing.inHand()).isEqualTo(ids.get(1));
            assertThat(failing.failedAt()).isNotNull();
            assertThat(handled).hasSize(1);
            healed.countDown();
            awaitHandled(ids);
            await().until(() -> follower.status().failures() == 0);
            assertThat(follower.status().error()).isNull();
            assertThat(follower.status().inHand()).isNull();
        }
        // One process's observations are stored in their order, so what it publishes next comes after them.
        publish("FollowedAfterFailing", 1);
        List<RecordedStep> steps =
                process.reader().story("FollowedFailing-story").steps();
        assertThat(steps)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(each -> {
                    assertThat(each.kind()).isEqualTo(Step.FOLLOWER);
                    assertThat(each.causationId()).isEqualTo(ids.get(1));
                    assertThat(each.error()).isEqualTo(IllegalStateException.class.getName());
                })
                .anySatisfy(each -> assertThat(each.attributes()).containsEntry("attempt", "2"));
    }

    @Test
    void one_process_at_a_time_follows_under_a_name_and_another_takes_over() {
        Follower first = following(process, "TakenOver");
        awaitHandled(publish("TakenOver", 3));
        try (Follower second = following(other, "TakenOver")) {
            awaitHandled(publish("TakenOver", 20));
            first.close();
            awaitHandled(publish("TakenOver", 3));
            second.close();
            await().until(() -> second.status().instanceId() == null);
        }
    }

    @Test
    void what_a_handler_publishes_is_caused_by_the_event_and_goes_on_with_its_story() {
        Step request =
                Step.of(Step.REQUEST, "POST /followed").from(CausalContext.NONE).start();
        Receipt placed;
        try (var scope = request.context().activate()) {
            placed = process.publish(Event.of("FollowedPlaced"));
        }
        try (Follower follower = process.follower("answering")
                .only(EventFilter.types("FollowedPlaced"))
                .start(event -> {
                    process.publish(Event.of("FollowedAnswered"));
                    handled.add(event);
                })) {
            await().until(() -> !handled.isEmpty());
            handled.clear();
        }
        StoryRecords story = process.reader().story(placed.correlationId());
        RecordedEvent answer = story.events().get(1);
        assertThat(answer.type()).isEqualTo("FollowedAnswered");
        assertThat(answer.causationId()).isEqualTo(placed.eventId());
        RecordedStep step = story.steps().stream()
                .filter(each -> each.id().equals(answer.stepId()))
                .findFirst()
                .orElseThrow();
        assertThat(step.kind()).isEqualTo(Step.FOLLOWER);
        assertThat(step.name()).isEqualTo("answering");
        assertThat(step.causationId()).isEqualTo(placed.eventId());
        assertThat(step.waited()).isNotNull();
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void a_handler_sees_personal_data_until_its_person_is_erased() {
        process.publish(new Registered(71, "follow@example.com"));
        EventFilter filter = EventFilter.ALL.about("customer/71").ofTypes(Set.of("Registered"));
        try (Follower follower = process.follower("personal").only(filter).start(handled::add)) {
            await().until(() -> !handled.isEmpty());
        }
        process.erase("customer/71", "asked");
        try (Follower follower = other.follower("personal-later").only(filter).start(handled::add)) {
            await().until(() -> handled.size() == 2);
        }
        assertThat(handled)
                .extracting(each -> each.data().path("email").asString())
                .satisfiesExactly(seen -> assertThat(seen).isEqualTo("follow@example.com"), later -> assertThat(later)
                        .startsWith("erased on request, "));
        handled.clear();
    }

    @Test
    void a_follower_may_close_itself_and_ends_with_its_publisher() throws Exception {
        EventPublisher closing = open(Map.of());
        CountDownLatch ended = new CountDownLatch(1);
        Follower[] self = new Follower[1];
        CountDownLatch known = new CountDownLatch(1);
        self[0] = closing.follower("closing-itself").start(event -> {
            known.await();
            self[0].close();
            ended.countDown();
        });
        known.countDown();
        closing.publish(Event.of("Closing"));
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        closing.follower("closing-with-it").start(event -> {});
        closing.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(each -> each.startsWith("backstory-follower-closing"));
        assertThatThrownBy(() -> closing.follower("no name")).isInstanceOf(IllegalArgumentException.class);
    }
}
