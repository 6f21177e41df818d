package dev.backstory.store.postgres;

/** Who asks the database for keys. */
interface KeyQuestions {

    /**
     * Asks, and waits for the answer until that {@link System#nanoTime}.
     *
     * @throws dev.backstory.StoreUnavailableException when there is none by then
     */
    <T> T ask(Connections.Work<T> question, long deadline);

    /** Asks no more. */
    void close();

    /** Asks on the caller's thread, on a connection for that alone, which bounds how long it waits. */
    static KeyQuestions askedEachAlone(Connections connections) {
        return new KeyQuestions() {
            @Override
            public <T> T ask(Connections.Work<T> question, long deadline) {
                return connections.with(question);
            }

            @Override
            public void close() {}
        };
    }
}
