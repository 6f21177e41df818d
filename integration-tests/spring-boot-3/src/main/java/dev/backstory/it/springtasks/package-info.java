/**
 * An application with Spring's scheduled and asynchronous methods and listeners for its events. Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.springtasks;

import org.jspecify.annotations.NullMarked;
