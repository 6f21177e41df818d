/**
 * LMAX's Disruptor: its rings and whoever reads them.
 *
 * <p>Class loader: the agent's; the advice is inlined into the library's classes.
 */
@NullMarked
package dev.backstory.agent.boundary.disruptor;

import org.jspecify.annotations.NullMarked;
