/**
 * The list of boundaries and how they are put in place. Class loader: the agent's own, invisible to the application.
 */
@NullMarked
package dev.backstory.agent.boundary;

import org.jspecify.annotations.NullMarked;
