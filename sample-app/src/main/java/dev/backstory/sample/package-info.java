/**
 * A small shop: orders come in, are charged, shipped and confirmed, in background threads. It publishes what happens with
 * {@link dev.backstory.Events} and knows nothing else about Backstory.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.sample;

import org.jspecify.annotations.NullMarked;
