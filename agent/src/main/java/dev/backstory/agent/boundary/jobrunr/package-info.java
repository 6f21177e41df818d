/**
 * JobRunr's jobs carry the ids of the story among their metadata where they are stored, and each attempt at one is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.jobrunr;

import org.jspecify.annotations.NullMarked;
