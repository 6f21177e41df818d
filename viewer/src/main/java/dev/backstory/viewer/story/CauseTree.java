package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts entries below what led to them. Each entry is placed exactly once, whatever its causation says: entries without a
 * cause are origins, those whose cause is not among the entries are strays, and a circle of causes is cut at its earliest
 * entry, which then counts as a stray. Without recursion, because a chain of causes may be as long as the story.
 */
final class CauseTree {

    /** An entry at its place; the cause is null for a root. */
    record Place(Entry entry, @Nullable Entry cause, int depth, boolean last, boolean cut) {}

    /** Compared by identity: two entries may be equal, and are still two. */
    private static final class Node {
        private final Entry entry;
        private final List<Node> consequences = new ArrayList<>();
        private @Nullable Node cause;
        private boolean cut;
        private boolean reached;

        Node(Entry entry) {
            this.entry = entry;
        }
    }

    private final List<Node> origins = new ArrayList<>();
    private final List<Node> strays = new ArrayList<>();

    CauseTree(List<Entry> entries) {
        List<Node> nodes = entries.stream().sorted(Entry.BY_TIME).map(Node::new).toList();
        Map<String, Node> byId = new HashMap<>();
        nodes.forEach(each -> byId.putIfAbsent(each.entry.id(), each));
        nodes.forEach(each -> place(each, byId));
        origins.forEach(CauseTree::reach);
        strays.forEach(CauseTree::reach);
        nodes.forEach(this::cutCircle);
    }

    private void place(Node node, Map<String, Node> byId) {
        String causeId = node.entry.causeId();
        if (causeId == null) {
            causeId = causeElsewhere(node.entry, byId);
        }
        Node handling = handling(node.entry, byId);
        Node cause = handling != null ? handling : causeId == null ? null : byId.get(causeId);
        if (cause != null) {
            node.cause = cause;
            cause.consequences.add(node);
        } else {
            (causeId == null ? origins : strays).add(node);
        }
    }

    /** Of an event that another one has caused, the step that ran for that one and published this: it stands between them. */
    private static @Nullable Node handling(Entry entry, Map<String, Node> byId) {
        RecordedEvent event = entry.event();
        Node step = event == null || event.stepId() == null ? null : byId.get(event.stepId());
        boolean ranForTheCause = step != null
                && step.entry.step() != null
                && entry.causeId() != null
                && Objects.equals(entry.causeId(), step.entry.causeId());
        return ranForTheCause ? step : null;
    }

    /** A step that entered from another process names its cause apart, for it need not be stored here. */
    private static @Nullable String causeElsewhere(Entry entry, Map<String, Node> byId) {
        String cause = entry.step() == null ? null : entry.step().externalCause();
        return cause != null && byId.containsKey(cause) ? cause : null;
    }

    private static void reach(Node root) {
        Deque<Node> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Node node = open.pop();
            node.reached = true;
            node.consequences.forEach(open::push);
        }
    }

    /** What no root leads to hangs on a circle. */
    private void cutCircle(Node node) {
        if (!node.reached) {
            Node first = earliestOnCircle(node);
            Node cause = first.cause;
            if (cause != null) {
                cause.consequences.remove(first);
            }
            first.cause = null;
            first.cut = true;
            strays.add(first);
            reach(first);
        }
    }

    private static Node earliestOnCircle(Node start) {
        List<Node> circle = new ArrayList<>();
        Map<Node, Integer> seen = new HashMap<>();
        Node node = start;
        while (node != null && !seen.containsKey(node)) {
            seen.put(node, circle.size());
            circle.add(node);
            node = node.cause;
        }
        // Before the circle there may be a tail that merely leads to it.
        int begin = node == null ? 0 : seen.getOrDefault(node, 0);
        Node earliest = circle.get(begin);
        for (Node each : circle.subList(begin, circle.size())) {
            if (Entry.BY_TIME.compare(each.entry, earliest.entry) < 0) {
                earliest = each;
            }
        }
        return earliest;
    }

    /** What began the story, with everything that followed, causes before their consequences. */
    List<Place> fromOrigins() {
        return walk(origins);
    }

    /** What nothing in the story explains, with everything that followed. */
    List<Place> strays() {
        return walk(strays);
    }

    private static List<Place> walk(List<Node> roots) {
        List<Place> places = new ArrayList<>();
        Deque<Place> open = new ArrayDeque<>();
        Deque<Node> nodes = new ArrayDeque<>();
        push(roots, 0, open, nodes);
        while (!open.isEmpty()) {
            Place place = open.pop();
            places.add(place);
            push(nodes.pop().consequences, place.depth() + 1, open, nodes);
        }
        return places;
    }

    private static void push(List<Node> siblings, int depth, Deque<Place> open, Deque<Node> nodes) {
        for (int i = siblings.size() - 1; i >= 0; i--) {
            Node node = siblings.get(i);
            Entry cause = node.cause == null ? null : node.cause.entry;
            open.push(new Place(node.entry, cause, depth, i == siblings.size() - 1, node.cut));
            nodes.push(node);
        }
    }
}
