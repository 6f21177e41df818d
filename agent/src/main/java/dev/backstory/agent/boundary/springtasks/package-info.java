/**
 * Each run of a method that Spring calls by the clock, and of a task with a trigger, is a story of its own.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.springtasks;

import org.jspecify.annotations.NullMarked;
