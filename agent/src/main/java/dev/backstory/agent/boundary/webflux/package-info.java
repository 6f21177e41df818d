/**
 * Requests to WebFlux are steps.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.webflux;

import org.jspecify.annotations.NullMarked;
