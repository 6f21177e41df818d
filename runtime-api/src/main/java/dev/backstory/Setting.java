package dev.backstory;

import java.util.Locale;

/** What can be configured in the runtime API; {@code docs/configuration.md} explains each. */
enum Setting {
    URL("backstory.url", "", Kind.URL, ""),
    USER("backstory.user", "", Kind.TEXT, ""),
    PASSWORD("backstory.password", "", Kind.TEXT, ""),
    SERVICE("backstory.service", "", Kind.TEXT, ""),
    STORE("backstory.store", "", Kind.CHOICE, "postgres, memory, none"),
    STORE_WAIT("backstory.store.wait", "5s", Kind.DURATION, ""),
    QUEUE_SIZE("backstory.queue.size", "64MB", Kind.SIZE, ""),
    QUEUE_FULL("backstory.queue.full", "wait", Kind.CHOICE, "wait, fail"),
    JOURNAL_DIR("backstory.journal.dir", "", Kind.TEXT, ""),
    JOURNAL_SIZE("backstory.journal.size", "1GB", Kind.SIZE, ""),
    JOURNAL_FULL("backstory.journal.full", "wait", Kind.CHOICE, "wait, fail"),
    SCHEMA("backstory.schema", "migrate", Kind.CHOICE, "migrate, validate, off"),
    SUMMARIES("backstory.summaries", "true", Kind.CHOICE, "true, false"),
    SEAL("backstory.seal", "false", Kind.CHOICE, "true, false"),
    SEAL_KEY("backstory.seal.key", "", Kind.TEXT, ""),
    SHUTDOWN_WAIT("backstory.shutdown.wait", "5s", Kind.DURATION, ""),
    RETENTION("backstory.retention", "400d", Kind.DURATION, ""),
    RETENTION_DROP("backstory.retention.drop", "false", Kind.CHOICE, "true, false"),
    FAILURES_PER_SECOND("backstory.failures.per-second", "100", Kind.NUMBER, ""),
    CONSOLE("backstory.console", "false", Kind.CHOICE, "true, false"),
    CONSOLE_REQUIRE("backstory.console.require", "none", Kind.CHOICE, "none, issue, reason"),
    OPERATOR("backstory.operator", "", Kind.TEXT, ""),
    ISSUE("backstory.issue", "", Kind.TEXT, ""),
    REASON("backstory.reason", "", Kind.TEXT, ""),
    MASK("backstory.mask", "*password*, *passwd*, *secret*, *token*, *apikey*, authorization, cvv, cvc", Kind.TEXT, ""),
    MASK_ALLOW("backstory.mask.allow", "", Kind.TEXT, ""),
    MASK_CARDS("backstory.mask.cards", "true", Kind.CHOICE, "true, false"),
    PERSONAL("backstory.personal", "", Kind.TEXT, ""),
    MASTER_KEY("backstory.master-key", "", Kind.TEXT, ""),
    MASTER_KEY_FILE("backstory.master-key.file", "", Kind.TEXT, "");

    final String key;
    final String byDefault;
    private final Kind kind;
    private final String choices;

    Setting(String key, String byDefault, Kind kind, String choices) {
        this.key = key;
        this.byDefault = byDefault;
        this.kind = kind;
        this.choices = choices;
    }

    /** The value as it is compared: {@code TRUE} is {@code true}. */
    String normalized(String value) {
        return kind == Kind.CHOICE ? value.trim().toLowerCase(Locale.ROOT) : value.trim();
    }

    boolean accepts(String value) {
        return kind.accepts(value, choices);
    }

    /** The value as it may be logged; a JDBC URL can have a password in it. */
    String printable(String value) {
        return this == PASSWORD || this == MASTER_KEY || kind == Kind.URL ? "…" : value;
    }

    String allowed() {
        return kind.allowed(choices);
    }

    String environmentName() {
        return environmentName(key);
    }

    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
