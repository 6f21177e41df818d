package dev.backstory.sample.demo;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether the stories in the store are what was ordered: nothing missing, nothing of another's. */
final class StoryCheck {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<StoryReader> readers;

    /** Over the stores that share the stories, that of the shop first. */
    StoryCheck(List<StoryReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** What is wrong, one sentence each; empty when everything is right. */
    List<String> problems(List<Placed> placed) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        Map<String, String> storyOfEvent = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Placed order : placed) {
            StoryRecords story = awaitComplete(order, deadline);
            check(order, story, problems);
            for (RecordedEvent event : story.events()) {
                String other = storyOfEvent.put(event.id(), order.correlationId());
                if (other != null) {
                    problems.add(
                            "event " + event.id() + " is in two stories: " + other + " and " + order.correlationId());
                }
            }
        }
        checkStartUp(placed, problems);
        checkSearch(placed, problems);
        return problems;
    }

    private StoryRecords awaitComplete(Placed order, long deadline) throws InterruptedException {
        StoryRecords story = read(order.correlationId());
        while (!complete(order, story) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            story = read(order.correlationId());
        }
        return story;
    }

    private StoryRecords read(String correlationId) {
        List<RecordedEvent> events = new ArrayList<>();
        List<RecordedStep> steps = new ArrayList<>();
        for (StoryReader reader : readers) {
            StoryRecords part = reader.story(correlationId);
            events.addAll(part.events());
            steps.addAll(part.steps());
        }
        return new StoryRecords(correlationId, events, steps, Map.of());
    }

    private static boolean complete(Placed order, StoryRecords story) {
        return types(story).equals(order.wish().types())
                && !story.steps().isEmpty()
                && story.steps().stream().allMatch(step -> step.duration() != null)
                && failed(story) == order.wish().fails();
    }

    private static boolean failed(StoryRecords story) {
        return story.steps().stream().anyMatch(step -> step.error() != null);
    }

    private static List<String> types(StoryRecords story) {
        return story.events().stream().map(RecordedEvent::type).sorted().toList();
    }

    private void check(Placed order, StoryRecords story, List<String> problems) {
        String name = "order " + order.orderId() + " (story " + order.correlationId() + ")";
        if (!types(story).equals(order.wish().types())) {
            problems.add(name + " has " + types(story) + " instead of "
                    + order.wish().types());
        } else if (!complete(order, story)) {
            problems.add(name + (failed(story) ? " shows a failure" : " shows no failure") + ", or a step has no end: "
                    + story.steps());
        }
        for (RecordedStep step : story.steps()) {
            if (step.externalCause() != null && !resolves(step.externalCause(), story)) {
                problems.add(name + ": " + step.name() + " has a cause in another service that is not stored: "
                        + step.externalCause());
            }
        }
        for (RecordedEvent event : story.events()) {
            String what = name + ": " + event.type() + " " + event.id();
            if (!event.correlationId().equals(order.correlationId())) {
                problems.add(what + " has the correlation id " + event.correlationId());
            }
            if (!event.subjects().contains("order/" + order.orderId())) {
                problems.add(what + " is about " + event.subjects());
            }
            if (!resolves(event.causationId(), story)) {
                problems.add(what + " has a cause that is not stored: " + event.causationId());
            }
        }
    }

    private static boolean resolves(@Nullable String cause, StoryRecords story) {
        return story.steps().stream().anyMatch(step -> step.id().equals(cause))
                || story.events().stream().anyMatch(event -> event.id().equals(cause));
    }

    private void checkStartUp(List<Placed> placed, List<String> problems) {
        List<StoryHead> openings = readers.get(0)
                .stories(StoryQuery.newest(100).ofType("ShopOpened"))
                .stories();
        if (openings.isEmpty()) {
            problems.add("the opening of the shop is in no story");
        }
        for (StoryHead opening : openings) {
            if (placed.stream().anyMatch(order -> order.correlationId().equals(opening.correlationId()))) {
                problems.add("the opening of the shop is in the story of an order: " + opening.correlationId());
            }
        }
    }

    private void checkSearch(List<Placed> placed, List<String> problems) {
        List<String> found = readers.get(0).stories(StoryQuery.newest(100).about("customer/42")).stories().stream()
                .map(StoryHead::correlationId)
                .toList();
        for (Placed order : placed) {
            if (!found.contains(order.correlationId())) {
                problems.add("customer/42 does not lead to the story of order " + order.orderId());
            }
        }
    }
}
