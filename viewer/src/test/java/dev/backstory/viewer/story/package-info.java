/**
 * Tests of the Story model and its renderings.
 *
 * <p>Class loader: the test's.
 */
@NullMarked
package dev.backstory.viewer.story;

import org.jspecify.annotations.NullMarked;
