/**
 * Each execution of a task of db-scheduler is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.dbscheduler;

import org.jspecify.annotations.NullMarked;
