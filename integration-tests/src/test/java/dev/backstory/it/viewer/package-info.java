/**
 * The viewer in a real headless browser, with real events in a real PostgreSQL.
 *
 * <p>Class loader: the test's.
 */
@NullMarked
package dev.backstory.it.viewer;

import org.jspecify.annotations.NullMarked;
