/**
 * The PostgreSQL store on a real PostgreSQL.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.store;

import org.jspecify.annotations.NullMarked;
