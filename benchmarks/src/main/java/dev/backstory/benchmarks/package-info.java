/**
 * JMH benchmarks; {@code docs/overhead.md} has what they measured and the commands.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.benchmarks;

import org.jspecify.annotations.NullMarked;
