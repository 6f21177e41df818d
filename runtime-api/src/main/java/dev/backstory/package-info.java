/**
 * What applications call: publish events, open scopes, configure the store.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory;

import org.jspecify.annotations.NullMarked;
