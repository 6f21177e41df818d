/** Tests of the main boundary. Class loader: the test's. */
@NullMarked
package dev.backstory.agent.boundary.main;

import org.jspecify.annotations.NullMarked;
