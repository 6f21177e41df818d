package dev.backstory.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an {@link EachJdk} test: it runs once per case, which is a static method of the application that says with {@link
 * Proves} what it proves. A {@link String} parameter gets the method's name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EachCase {}
