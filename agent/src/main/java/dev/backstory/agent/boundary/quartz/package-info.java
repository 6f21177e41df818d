/**
 * Quartz jobs carry the ids of the story in their triggers, and each run of one is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.quartz;

import org.jspecify.annotations.NullMarked;
