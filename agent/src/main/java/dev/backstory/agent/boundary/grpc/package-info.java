/**
 * gRPC: calls of its clients, and requests to its servers.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.grpc;

import org.jspecify.annotations.NullMarked;
