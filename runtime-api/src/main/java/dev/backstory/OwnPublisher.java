package dev.backstory;

/** The publisher that {@link Events} made itself, closed by a shutdown hook. */
record OwnPublisher(EventPublisher publisher, Thread hook) {

    static OwnPublisher create() {
        EventPublisher publisher = EventPublisher.create();
        Thread hook = new Thread(publisher::close, "backstory-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Made while the process is shutting down already: each publish still waits for the store.
            return new OwnPublisher(publisher, hook);
        }
        return new OwnPublisher(publisher, hook);
    }

    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is shutting down, and the hook closes the publisher.
            return;
        }
        publisher.close();
    }
}
