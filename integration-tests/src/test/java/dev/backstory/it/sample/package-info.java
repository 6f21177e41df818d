/**
 * The sample application as its users see it: under load, and as the demo.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.sample;

import org.jspecify.annotations.NullMarked;
