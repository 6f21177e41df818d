/**
 * The demo behind {@code ./sample-app/run}: starts the shop under the agent and the viewer beside it, orders a few things
 * over HTTP, and checks the stories that come of it.
 *
 * <p>Class loader: the application's, in a JVM of its own without the agent.
 */
@NullMarked
package dev.backstory.sample.demo;

import org.jspecify.annotations.NullMarked;
