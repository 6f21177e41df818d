/**
 * Spring MVC and Spring Security on two generations of Spring Boot. The applications are the modules {@code spring-boot-3} and
 * {@code spring-boot-4}, of one source.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.it.spring;

import org.jspecify.annotations.NullMarked;
