/**
 * Tests of what applications call.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory;

import org.jspecify.annotations.NullMarked;
