/**
 * Tasks of a {@code java.util.Timer}.
 *
 * <p>Class loader: the agent's; the advice is inlined into the JDK's classes.
 */
@NullMarked
package dev.backstory.agent.boundary.timer;

import org.jspecify.annotations.NullMarked;
