package dev.backstory.seal;

/** The digest of a block in the making: each event's goes into it together with that of all before. */
final class BlockDigest {

    private final Digest chain = new Digest();
    private byte[] value = Seal.NOTHING;
    private int events;
    private long firstPosition;

    void add(StoredEvent event) {
        if (events == 0) {
            firstPosition = event.mark().position();
        }
        events++;
        chain.add(value);
        chain.add(event.digest());
        value = chain.value();
    }

    int events() {
        return events;
    }

    long firstPosition() {
        return firstPosition;
    }

    byte[] value() {
        return value;
    }
}
