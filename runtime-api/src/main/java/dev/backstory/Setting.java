package dev.backstory;

import java.util.Locale;

/** What can be configured in the runtime API; {@code docs/configuration.md} explains each. */
enum Setting {
    URL("backstory.url", "", SettingKind.URL, ""),
    USER("backstory.user", "", SettingKind.TEXT, ""),
    PASSWORD("backstory.password", "", SettingKind.TEXT, ""),
    SERVICE("backstory.service", "", SettingKind.TEXT, ""),
    STORE("backstory.store", "", SettingKind.CHOICE, "postgres, memory, none"),
    STORE_WAIT("backstory.store.wait", "5s", SettingKind.DURATION, ""),
    QUEUE_SIZE("backstory.queue.size", "64MB", SettingKind.SIZE, ""),
    QUEUE_FULL("backstory.queue.full", "wait", SettingKind.CHOICE, "wait, fail"),
    JOURNAL_DIR("backstory.journal.dir", "", SettingKind.TEXT, ""),
    JOURNAL_SIZE("backstory.journal.size", "1GB", SettingKind.SIZE, ""),
    JOURNAL_FULL("backstory.journal.full", "wait", SettingKind.CHOICE, "wait, fail"),
    SCHEMA("backstory.schema", "migrate", SettingKind.CHOICE, "migrate, validate, off"),
    SUMMARIES("backstory.summaries", "true", SettingKind.CHOICE, "true, false"),
    SEAL("backstory.seal", "false", SettingKind.CHOICE, "true, false"),
    SEAL_KEY("backstory.seal.key", "", SettingKind.TEXT, ""),
    SHUTDOWN_WAIT("backstory.shutdown.wait", "5s", SettingKind.DURATION, ""),
    RETENTION("backstory.retention", "400d", SettingKind.DURATION, ""),
    RETENTION_DROP("backstory.retention.drop", "false", SettingKind.CHOICE, "true, false"),
    FAILURES_PER_SECOND("backstory.failures.per-second", "100", SettingKind.NUMBER, ""),
    CONSOLE("backstory.console", "false", SettingKind.CHOICE, "true, false"),
    CONSOLE_REQUIRE("backstory.console.require", "none", SettingKind.CHOICE, "none, issue, reason"),
    OPERATOR("backstory.operator", "", SettingKind.TEXT, ""),
    ISSUE("backstory.issue", "", SettingKind.TEXT, ""),
    REASON("backstory.reason", "", SettingKind.TEXT, ""),
    MASK(
            "backstory.mask",
            "*password*, *passwd*, *secret*, *token*, *apikey*, authorization, cvv, cvc",
            SettingKind.TEXT,
            ""),
    MASK_ALLOW("backstory.mask.allow", "", SettingKind.TEXT, ""),
    MASK_CARDS("backstory.mask.cards", "true", SettingKind.CHOICE, "true, false"),
    PERSONAL("backstory.personal", "", SettingKind.TEXT, ""),
    MASTER_KEY("backstory.master-key", "", SettingKind.TEXT, ""),
    MASTER_KEY_FILE("backstory.master-key.file", "", SettingKind.TEXT, "");

    final String key;
    final String byDefault;
    private final SettingKind kind;
    private final String choices;

    Setting(String key, String byDefault, SettingKind kind, String choices) {
        this.key = key;
        this.byDefault = byDefault;
        this.kind = kind;
        this.choices = choices;
    }

    /** The value as it is compared: {@code TRUE} is {@code true}. */
    String normalized(String value) {
        return kind == SettingKind.CHOICE ? value.trim().toLowerCase(Locale.ROOT) : value.trim();
    }

    boolean accepts(String value) {
        return kind.accepts(value, choices);
    }

    /** The value as it may be logged; a JDBC URL can have a password in it. */
    String printable(String value) {
        return this == PASSWORD || this == MASTER_KEY || kind == SettingKind.URL ? "…" : value;
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
