/**
 * Kafka records carry the ids of the story in their headers, and the record in a consumer's hand is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.kafka;

import org.jspecify.annotations.NullMarked;
