/**
 * The program's main, and console sessions. Class loader: the agent's own; the nested advice classes are only
 * read, never loaded where they apply.
 */
@NullMarked
package dev.backstory.agent.boundary.main;

import org.jspecify.annotations.NullMarked;
