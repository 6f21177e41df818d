/**
 * Reactive streams: Reactor and RxJava.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.reactive;

import org.jspecify.annotations.NullMarked;
