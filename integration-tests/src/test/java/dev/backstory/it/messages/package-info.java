/** Messages from one JVM to another over real brokers. Class loader: the application's. */
@NullMarked
package dev.backstory.it.messages;

import org.jspecify.annotations.NullMarked;
