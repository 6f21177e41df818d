/**
 * The {@code backstory} command: stories in a terminal. Renders the viewer's Story model; has no model of its own.
 *
 * <p>Class loader: the command's.
 */
@NullMarked
package dev.backstory.cli;

import org.jspecify.annotations.NullMarked;
