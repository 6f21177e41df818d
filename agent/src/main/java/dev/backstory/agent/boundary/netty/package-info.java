/**
 * Netty: tasks of its executors, listeners of its promises, its timer.
 *
 * <p>Class loader: the agent's; the advice is inlined into the library's classes.
 */
@NullMarked
package dev.backstory.agent.boundary.netty;

import org.jspecify.annotations.NullMarked;
