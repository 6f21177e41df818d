/**
 * A durable journal on the local disk: where events wait while their database is away. Knows bytes and files, not what is
 * in them.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.store.journal;

import org.jspecify.annotations.NullMarked;
