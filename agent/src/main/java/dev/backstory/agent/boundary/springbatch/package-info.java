/**
 * Each execution of a job of Spring Batch is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.springbatch;

import org.jspecify.annotations.NullMarked;
