/**
 * Applications that are named modules: on the module path, and in layers of their own.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.modules;

import org.jspecify.annotations.NullMarked;
