/**
 * Vert.x: its HTTP servers, contexts, workers, timers, futures and local event bus.
 *
 * <p>Class loader: the agent's; the advice is inlined into the library's classes.
 */
@NullMarked
package dev.backstory.agent.boundary.vertx;

import org.jspecify.annotations.NullMarked;
