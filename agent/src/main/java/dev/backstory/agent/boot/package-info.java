/**
 * What advice calls, and what it keeps. JDK types and the context package only; no lambda, no logging. Class loader: the
 * bootstrap loader, so that instrumented JDK classes can link to it.
 */
@NullMarked
package dev.backstory.agent.boot;

import org.jspecify.annotations.NullMarked;
