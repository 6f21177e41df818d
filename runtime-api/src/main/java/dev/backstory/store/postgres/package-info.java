/**
 * The store in PostgreSQL: schema, group commit on a connection of its own, and the reader.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.store.postgres;

import org.jspecify.annotations.NullMarked;
