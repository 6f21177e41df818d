package dev.backstory.benchmarks.store;

/** Where contenders that are written here store: the library's table with all that hangs on it, or a bare one. */
enum EventTable {
    STORE("backstory.event", ""),
    /** The same columns and the primary key; no partitions, triggers and further indexes. */
    BARE("bare_event", ", bare table");

    static final String COLUMNS =
            "event_id, type, subjects, data, metadata, correlation_id, thread, occurred_at, instance_id";

    private final String table;
    private final String suffix;

    EventTable(String table, String suffix) {
        this.table = table;
        this.suffix = suffix;
    }

    /** For a contender's title. */
    String suffix() {
        return suffix;
    }

    /** The beginning of statements that store into it. */
    String into() {
        return table + " (" + COLUMNS + ")";
    }
}
