/**
 * A process between the two services that stores nothing and does not know of Backstory at all: it runs under the agent, so a story
 * goes through it.
 *
 * <p>Class loader: the application's, in a JVM of its own.
 */
@NullMarked
package dev.backstory.sample.gateway;

import org.jspecify.annotations.NullMarked;
