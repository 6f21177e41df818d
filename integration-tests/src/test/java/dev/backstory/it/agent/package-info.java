/** The agent as an operator meets it: its start, what it prints, what it tells. Class loader: the application's. */
@NullMarked
package dev.backstory.it.agent;

import org.jspecify.annotations.NullMarked;
