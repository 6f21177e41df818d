/**
 * What it costs to store an event durably, beside other ways to do it in the same PostgreSQL.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.benchmarks.store;

import org.jspecify.annotations.NullMarked;
