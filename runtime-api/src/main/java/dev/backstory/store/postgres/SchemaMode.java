package dev.backstory.store.postgres;

/** What the store does about its tables when it first reaches the database: {@code backstory.schema}. */
public enum SchemaMode {
    /** Creates and migrates them. */
    MIGRATE,
    /** Checks that they are there; changes nothing. */
    VALIDATE,
    /** Neither. */
    OFF
}
