package dev.backstory.seal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Digests of the events of one seal, which come in their order. */
final class SealedEvents {

    private static final int BLOCK = 1_000;

    /** The blocks of one month, of which the last is not full yet. */
    private static final class Month {
        private final List<SealBlock> full = new ArrayList<>();
        private BlockDigest open = new BlockDigest();
        private Mark last = Mark.before(0, 0);
    }

    private final Map<LocalDate, Month> months = new TreeMap<>();
    private long count;
    private long lastPosition;

    void add(StoredEvent event) {
        Month month = months.computeIfAbsent(event.month(), each -> new Month());
        if (month.open.events() == BLOCK) {
            month.full.add(closed(event.month(), month));
            month.open = new BlockDigest();
        }
        month.open.add(event);
        month.last = event.mark();
        count++;
        lastPosition = Math.max(lastPosition, event.mark().position());
    }

    long count() {
        return count;
    }

    long lastPosition() {
        return lastPosition;
    }

    /** By month, then in the order of the events. */
    List<SealBlock> blocks() {
        List<SealBlock> blocks = new ArrayList<>();
        months.forEach((first, month) -> {
            blocks.addAll(month.full);
            blocks.add(closed(first, month));
        });
        return blocks;
    }

    private static SealBlock closed(LocalDate first, Month month) {
        BlockDigest open = month.open;
        return new SealBlock(first, month.full.size(), open.events(), open.firstPosition(), month.last, open.value());
    }
}
