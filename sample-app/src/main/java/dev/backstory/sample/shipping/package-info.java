/**
 * A second service, as plain as can be: a loop over what a broker delivers, and jobs kept in a database. It knows no more of
 * Backstory than the shop does.
 *
 * <p>Class loader: the application's, in a JVM of its own.
 */
@NullMarked
package dev.backstory.sample.shipping;

import org.jspecify.annotations.NullMarked;
