/**
 * Scheduled executors. Class loader: the agent's own; the nested advice classes are only
 * read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.scheduled;

import org.jspecify.annotations.NullMarked;
