/**
 * A shop on Spring MVC and Spring Security, compiled against two generations of Spring Boot and run in JVMs of its own by
 * {@code SpringContract}.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.spring;

import org.jspecify.annotations.NullMarked;
