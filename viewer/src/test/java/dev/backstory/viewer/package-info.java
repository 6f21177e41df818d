/**
 * Tests of the pages against stories in memory.
 *
 * <p>Class loader: the test's.
 */
@NullMarked
package dev.backstory.viewer;

import org.jspecify.annotations.NullMarked;
