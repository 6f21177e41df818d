/**
 * Spring's listeners for messages: its containers receive on one thread, or in one loop, and call the application elsewhere.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.springlisteners;

import org.jspecify.annotations.NullMarked;
