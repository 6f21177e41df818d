/**
 * Spring's application events, those that the application has chosen, are published.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.springevents;

import org.jspecify.annotations.NullMarked;
