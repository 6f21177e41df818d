/**
 * The causal context that a thread carries, and the hops that move it. JDK types only.
 *
 * <p>Class loader: the application's own when there is no agent; the <em>bootstrap</em> loader when there is one, so that
 * the JDK classes that the agent instruments and every application loader share a single copy. For that reason the code
 * that runs on a hop uses no lambda, no string concatenation and no logging, and this package only ever grows.
 */
@NullMarked
package dev.backstory.context;

import org.jspecify.annotations.NullMarked;
