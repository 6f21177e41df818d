/** Calls from one service to another over HTTP. Class loader: the application's. */
@NullMarked
package dev.backstory.it.clients;

import org.jspecify.annotations.NullMarked;
