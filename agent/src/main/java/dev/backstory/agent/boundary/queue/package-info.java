/**
 * Queues that feed worker loops of the application. Class loader: the agent's own; the nested advice classes are only
 * read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.queue;

import org.jspecify.annotations.NullMarked;
