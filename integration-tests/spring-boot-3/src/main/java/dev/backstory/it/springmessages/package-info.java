/**
 * An application with Spring's listeners for messages. Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.springmessages;

import org.jspecify.annotations.NullMarked;
