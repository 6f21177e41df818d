/**
 * The contract between publishing, storing and reading: what a store is given, and what it gives back.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.store;

import org.jspecify.annotations.NullMarked;
