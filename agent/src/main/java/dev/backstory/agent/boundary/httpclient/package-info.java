/**
 * Calls to other services carry the ids of the story.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.httpclient;

import org.jspecify.annotations.NullMarked;
