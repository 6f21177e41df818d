/**
 * Tests of the command's usage and exit codes.
 *
 * <p>Class loader: the test's.
 */
@NullMarked
package dev.backstory.cli;

import org.jspecify.annotations.NullMarked;
