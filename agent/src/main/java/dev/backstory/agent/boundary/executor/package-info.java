/**
 * Executors: future tasks and the plain tasks of thread pools. Class loader: the agent's own; the nested advice classes are only
 * read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.executor;

import org.jspecify.annotations.NullMarked;
