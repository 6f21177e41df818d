/**
 * Requests to the JDK's own HTTP server.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.httpserver;

import org.jspecify.annotations.NullMarked;
