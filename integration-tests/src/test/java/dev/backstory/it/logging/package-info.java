/** Log lines that name their story. Class loader: the application's. */
@NullMarked
package dev.backstory.it.logging;

import org.jspecify.annotations.NullMarked;
