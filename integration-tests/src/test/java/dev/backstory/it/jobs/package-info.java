/** Jobs that are scheduled in one JVM and run in another. Class loader: the application's. */
@NullMarked
package dev.backstory.it.jobs;

import org.jspecify.annotations.NullMarked;
