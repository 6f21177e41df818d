/**
 * Audit logs: streams of chosen events, by rules that are applied when they are read.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.audit;

import org.jspecify.annotations.NullMarked;
