/**
 * A durable journal on the local disk: where events wait while their database is away. Knows bytes and files, not what is
 * in them.
 *
 * <p>Internal: public for the packages beside it, not for applications.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.store.journal;

import org.jspecify.annotations.NullMarked;
