/**
 * Tests of the store contract in memory.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.store;

import org.jspecify.annotations.NullMarked;
