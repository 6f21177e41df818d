/**
 * Servlets of both APIs: requests in, ids out, asynchronous work in between. Class loader: the agent's own; the nested
 * advice classes are only read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.servlet;

import org.jspecify.annotations.NullMarked;
