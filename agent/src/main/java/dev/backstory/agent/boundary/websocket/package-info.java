/**
 * WebSocket endpoints of both APIs: each message is a story of its own, which says where its connection was opened.
 *
 * <p>Class loader: the agent's own; the nested advice classes are only read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.websocket;

import org.jspecify.annotations.NullMarked;
