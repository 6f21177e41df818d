/**
 * Log lines name the story of the thread that wrote them.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.mdc;

import org.jspecify.annotations.NullMarked;
