package dev.backstory.seal;

import java.time.LocalDate;

/**
 * A digest of up to a thousand events of a seal, all in one month's partition.
 *
 * @param month its first day
 * @param block counted from 0 within seal and month
 * @param events how many they are
 * @param firstPosition the position of the first
 * @param last where the last one stands
 * @param digest of all of them, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record SealBlock(LocalDate month, int block, int events, long firstPosition, Mark last, byte[] digest) {

    void addTo(Digest of) {
        of.add(month.toString());
        of.add(block);
        of.add(events);
        of.add(firstPosition);
        last.addTo(of);
        of.add(digest);
    }
}
