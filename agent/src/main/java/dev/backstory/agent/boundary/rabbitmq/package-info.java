/**
 * RabbitMQ's messages carry the ids of the story in their headers, and each delivery to a consumer is a step.
 *
 * <p>Class loader: the agent's own.
 */
@NullMarked
package dev.backstory.agent.boundary.rabbitmq;

import org.jspecify.annotations.NullMarked;
