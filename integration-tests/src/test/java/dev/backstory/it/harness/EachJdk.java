package dev.backstory.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once per JDK that is found, with a {@link TestJvm} parameter: the application that {@link UnderAgent}
 * on the test class names, started with the first test and stopped after the last. The matrix ({@code -Pmatrix}) runs it
 * beside the OpenTelemetry agent too, in both orders.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(EachJdkExtension.class)
public @interface EachJdk {

    /** The first JDK that has what the test needs. */
    int from() default 17;

    /**
     * Whether every build, and not the matrix alone, runs it beside the OpenTelemetry agent, unless its class is about our
     * agent alone; see {@link UnderAgent#standsBesideOpenTelemetry}.
     */
    boolean besideOpenTelemetry() default false;

    /** Whether it also runs beside the agents of Datadog and Elastic. */
    boolean besideAnyAgent() default false;

    /** Whether it is about our agent only, so that the matrix does not run it beside others either. */
    boolean alone() default false;
}
