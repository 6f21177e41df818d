/**
 * Tests of what is for OpenTelemetry.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.opentelemetry;

import org.jspecify.annotations.NullMarked;
