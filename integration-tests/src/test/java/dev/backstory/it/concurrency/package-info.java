/** What crosses threads inside a JVM. Class loader: the test's, and the application loader of the JVMs that it starts. */
@NullMarked
package dev.backstory.it.concurrency;

import org.jspecify.annotations.NullMarked;
