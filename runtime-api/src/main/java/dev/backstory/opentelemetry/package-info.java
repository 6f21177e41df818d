/**
 * For services that have OpenTelemetry and not our agent: the ids go on where traces go. Optional: nothing else in this library
 * needs it.
 *
 * <p>Class loader: the application's own, beside its OpenTelemetry.
 */
@NullMarked
package dev.backstory.opentelemetry;

import org.jspecify.annotations.NullMarked;
