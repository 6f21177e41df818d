/**
 * A kiosk on WebFlux.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.webflux;

import org.jspecify.annotations.NullMarked;
