package dev.backstory.store.postgres;

/** What the store does about its tables when it first reaches the database: {@code backstory.schema}. */
public enum SchemaMode {
    /** Creates and migrates them. */
    MIGRATE,
    /** Checks that they are there, and changes none of them; makes a month's partition where it may. */
    VALIDATE,
    /** Neither. */
    OFF
}
