package dev.backstory.store.postgres;

/** How long storing waits for what another transaction holds: an id that it has published too, above all. */
enum LockWait {
    /** For what has not been tried yet. */
    LONG("1s"),

    /** For the parts of what has waited that long: all of them together must not wait much longer. */
    SHORT("30ms"),

    /** For parts when many were held. */
    HARDLY("5ms");

    /** In a transaction, and gone with it: behind a pooler, a session's settings would stay with whoever has it next. */
    final String setting;

    /**
     * Sent along with the statement, in one round trip and one transaction. An id that an open transaction has published too
     * must not hold up everybody until that ends; and planning takes longer than storing a few events, for the same plan.
     */
    final String settings;

    LockWait(String atMost) {
        this.setting = "set_config('lock_timeout', '" + atMost + "', true)";
        this.settings = "SELECT " + setting + ", set_config('plan_cache_mode', 'force_generic_plan', true);";
    }
}
