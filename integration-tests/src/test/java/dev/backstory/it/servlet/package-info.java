/**
 * Requests to real containers of both servlet APIs. The tests run in the test's JVM; {@code TomcatApp} and the two shops in
 * the container's.
 *
 * <p>Class loader: the application's, in both JVMs.
 */
@NullMarked
package dev.backstory.it.servlet;

import org.jspecify.annotations.NullMarked;
