package dev.backstory.seal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares all events, which come in their order, with the seals that cover them. */
final class EventCheck implements StoredEvent.Visitor {

    private static final Duration CLOCK_MAY_BE_WRONG_BY = Duration.ofDays(1);

    private final List<Seal> seals;
    private final Mark next;
    private final Instant latest;
    private final Findings findings;
    private final Map<Integer, Map<LocalDate, MonthCheck>> checks = new HashMap<>();
    private final NavigableSet<LocalDate> left = new TreeSet<>();
    private long events;
    private long dropped;
    private long unsealed;
    private long early;
    private Instant lastEarly = Instant.MIN;

    /**
     * @param seals in their order
     * @param next no transaction from here on has begun
     * @param now by the later of two clocks
     */
    EventCheck(List<Seal> seals, Mark next, Instant now, Findings findings) {
        this.seals = seals;
        this.next = next;
        this.latest = now.plus(CLOCK_MAY_BE_WRONG_BY);
        this.findings = findings;
        for (Seal each : seals) {
            Map<LocalDate, MonthCheck> months = new LinkedHashMap<>();
            each.blocks().stream()
                    .collect(Collectors.groupingBy(SealBlock::month, LinkedHashMap::new, Collectors.toList()))
                    .forEach((month, blocks) -> months.put(month, new MonthCheck(each, blocks, findings)));
            checks.put(each.number(), months);
        }
    }

    @Override
    public void visit(StoredEvent event) {
        if (!event.mark().isBefore(next)) {
            findings.problem("The event at position " + event.mark().position()
                    + " names a transaction that has not been: it was inserted by hand");
        }
        Seal seal = sealOf(event);
        if (seal == null) {
            unsealed++;
            if (event.recordedAt().isAfter(latest)) {
                early++;
                lastEarly = lastEarly.isBefore(event.recordedAt()) ? event.recordedAt() : lastEarly;
            }
            return;
        }
        events++;
        left.add(event.month());
        checks.computeIfAbsent(seal.number(), each -> new LinkedHashMap<>())
                .computeIfAbsent(event.month(), month -> new MonthCheck(seal, List.of(), findings))
                .add(event);
    }

    /** After the last event. */
    void finish(Months months) {
        if (early > 0) {
            findings.remark(
                    early + " events were recorded in the future, up to " + lastEarly
                            + ": the database's clock was wrong then, or they were inserted by hand. No seal covers them before that.");
        }
        for (Seal each : seals) {
            checks.getOrDefault(each.number(), Map.of()).forEach((month, check) -> {
                if (!left.contains(month) && months.isDropped(month, left.lower(month))) {
                    dropped += each.blocks().stream()
                            .filter(block -> block.month().equals(month))
                            .mapToLong(SealBlock::events)
                            .sum();
                } else {
                    check.finish();
                }
            });
        }
    }

    /** The first seal that covers the event: both what it is below of and its time grow from seal to seal. */
    private @Nullable Seal sealOf(StoredEvent event) {
        int low = 0;
        int high = seals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (seals.get(middle).range().covers(event)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == seals.size() ? null : seals.get(low);
    }

    long events() {
        return events;
    }

    long dropped() {
        return dropped;
    }

    long unsealed() {
        return unsealed;
    }
}
