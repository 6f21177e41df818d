/**
 * JMS messages carry the ids of the story in their properties, and each delivery is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.jms;

import org.jspecify.annotations.NullMarked;
