/**
 * Tests of the causal context.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.context;

import org.jspecify.annotations.NullMarked;
