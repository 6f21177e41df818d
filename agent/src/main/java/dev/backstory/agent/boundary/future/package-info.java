/**
 * Completable futures, by registration. Class loader: the agent's own; the nested advice classes are only
 * read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.future;

import org.jspecify.annotations.NullMarked;
