/**
 * Backstory as its users have it: packaged, in real JVMs, on a real PostgreSQL. What all suites share is here.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it;

import org.jspecify.annotations.NullMarked;
