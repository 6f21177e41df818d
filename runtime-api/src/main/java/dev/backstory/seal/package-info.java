/**
 * Seals: hash chains over the events of closed days, which show whether stored events were changed afterwards.
 *
 * <p>Internal: public for the packages beside it, not for applications.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.seal;

import org.jspecify.annotations.NullMarked;
