package dev.backstory.seal;

import java.util.Arrays;
import java.util.List;

/** Compares the events that one seal covers in one month with its blocks, as they come in their order. */
final class MonthCheck {

    private final Seal seal;
    private final List<SealBlock> blocks;
    private final Findings findings;
    private int at;
    private BlockDigest open = new BlockDigest();
    private long inserted;
    private long firstInserted;

    MonthCheck(Seal seal, List<SealBlock> blocks, Findings findings) {
        this.seal = seal;
        this.blocks = blocks;
        this.findings = findings;
    }

    void add(StoredEvent event) {
        while (at < blocks.size() && blocks.get(at).last().isBefore(event.mark())) {
            close();
        }
        if (at < blocks.size()) {
            open.add(event);
        } else if (inserted++ == 0) {
            firstInserted = event.mark().position();
        }
    }

    /** After the last event. */
    void finish() {
        while (at < blocks.size()) {
            close();
        }
        if (inserted > 0) {
            findings.problem(seal, inserted + " events were inserted, from position " + firstInserted);
        }
    }

    private void close() {
        SealBlock sealed = blocks.get(at++);
        int there = open.events();
        if (there != sealed.events() || !Arrays.equals(open.value(), sealed.digest())) {
            String what = there < sealed.events()
                    ? (sealed.events() - there) + " of " + sealed.events() + " events are missing"
                    : there > sealed.events()
                            ? (there - sealed.events()) + " events were inserted"
                            : "an event was changed, exchanged or moved";
            findings.problem(
                    seal,
                    what + " between positions " + sealed.firstPosition() + " and "
                            + sealed.last().position());
        }
        open = new BlockDigest();
    }
}
