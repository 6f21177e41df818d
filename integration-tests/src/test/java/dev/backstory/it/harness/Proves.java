package dev.backstory.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The cases of {@code boundaries.csv} that an {@link EachJdk} test, or an {@link EachCase} method, proves, by their ids. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Proves {
    String[] value();

    /** System properties of the tests' JVM that belong to the result, a seed for example; noted beside the versions. */
    String[] noting() default {};

    /** The first JDK that has what the case needs. */
    int from() default 17;
}
