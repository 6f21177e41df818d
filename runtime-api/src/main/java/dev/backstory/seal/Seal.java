package dev.backstory.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The seal of a closed day: how many events it covers, and a digest of them and of the seal before. */
public final class Seal {

    static final byte[] NOTHING = new byte[32];

    /**
     * What a seal covers.
     *
     * @param below events of transactions before this one, all of which were over when it was made
     * @param recordedBefore of these, the events recorded before this time that no earlier seal covers
     * @param open everything that no seal covers yet comes from here on
     */
    record Range(Mark below, Instant recordedBefore, Mark open) {

        boolean covers(StoredEvent event) {
            return event.mark().isBefore(below) && event.recordedAt().isBefore(recordedBefore);
        }
    }

    private final int number;
    private final LocalDate day;
    private final Range range;
    private final long events;
    private final long lastPosition;
    private final Instant sealedAt;
    private final byte[] previous;
    private final byte[] head;
    private final byte @Nullable [] signature;
    private final List<SealBlock> blocks;

    /** As it was stored. */
    Seal(
            int number,
            LocalDate day,
            Range range,
            long events,
            long lastPosition,
            Instant sealedAt,
            byte[] previous,
            byte[] head,
            byte @Nullable [] signature,
            List<SealBlock> blocks) {
        this.number = number;
        this.day = day;
        this.range = range;
        this.events = events;
        this.lastPosition = lastPosition;
        this.sealedAt = sealedAt;
        this.previous = previous;
        this.head = head;
        this.signature = signature;
        this.blocks = blocks;
    }

    /** All that are stored, in their order. */
    public static List<Seal> all(Connection connection) throws SQLException {
        return SealTable.read(connection);
    }

    /** A new one after the previous one, signed when there is a key. */
    static Seal of(
            @Nullable Seal previous,
            LocalDate day,
            Range range,
            SealedEvents events,
            Instant sealedAt,
            @Nullable SealKey key) {
        int number = previous == null ? 1 : previous.number + 1;
        byte[] before = previous == null ? NOTHING : previous.head;
        List<SealBlock> blocks = events.blocks();
        Seal headless = new Seal(
                number, day, range, events.count(), events.lastPosition(), sealedAt, before, NOTHING, null, blocks);
        byte[] head = headless.expectedHead();
        return new Seal(
                number,
                day,
                range,
                events.count(),
                events.lastPosition(),
                sealedAt,
                before,
                head,
                key == null ? null : key.sign(head),
                blocks);
    }

    /** What the head has to be. */
    byte[] expectedHead() {
        Digest digest = new Digest();
        digest.add("backstory seal 1");
        digest.add(number);
        digest.add(day.toString());
        range.below.addTo(digest);
        digest.add(range.recordedBefore.toString());
        range.open.addTo(digest);
        digest.add(events);
        digest.add(lastPosition);
        digest.add(sealedAt.toString());
        digest.add(previous);
        for (SealBlock each : blocks) {
            each.addTo(digest);
        }
        return digest.value();
    }

    /** Counted from 1. */
    public int number() {
        return number;
    }

    /** The day, in UTC. */
    public LocalDate day() {
        return day;
    }

    /** How many events it covers: those of the day, and those of earlier days that were committed late. */
    public long events() {
        return events;
    }

    /** The highest position among them; 0 when there are none. */
    public long lastPosition() {
        return lastPosition;
    }

    /** When it was made, by the clock of who made it. */
    public Instant sealedAt() {
        return sealedAt;
    }

    /** The head of the seal before, in hexadecimal digits; zeros for the first. */
    public String previousHead() {
        return HexFormat.of().formatHex(previous);
    }

    /** The digest of all of this and of the events, in hexadecimal digits. */
    public String headHex() {
        return HexFormat.of().formatHex(head);
    }

    /** The signature of the head, in hexadecimal digits; null when it is not signed. */
    public @Nullable String signatureHex() {
        return signature == null ? null : HexFormat.of().formatHex(signature);
    }

    Range range() {
        return range;
    }

    byte[] previous() {
        return previous;
    }

    byte[] head() {
        return head;
    }

    byte @Nullable [] signature() {
        return signature;
    }

    List<SealBlock> blocks() {
        return blocks;
    }
}
