package dev.backstory.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which application the {@link EachJdk} tests of a class call, and how its JVM is started. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface UnderAgent {

    /** The application: its static methods are the cases. */
    Class<?> value();

    /** Further classes whose static methods are cases in the same JVM, for tests with {@link EachCase}. */
    Class<?>[] more() default {};

    /** System properties, {@code key=value}: the agent's switches, for example. */
    String[] properties() default {};

    /** Further arguments of the JVM. */
    String[] jvmArguments() default {};

    /** Directories below {@code target/} whose jars come after the application on the class path. */
    String[] libraries() default {};

    /** Parts of the names of jars on the test's own class path that the application needs too. */
    String[] classPath() default {};

    /** False: the matrix runs it alone only, because another test stands for its kind beside other agents. */
    boolean besideOthers() default true;

    /**
     * True: every build runs all its tests that are not about our agent alone beside OpenTelemetry's agent too, in one JVM
     * more. {@link EachJdk#besideOpenTelemetry} does it for single tests.
     */
    boolean standsBesideOpenTelemetry() default false;

    /**
     * False: every build runs it, but of its results only those of its own tests are listed, not of those that it inherits,
     * because another container of its kind stands for it.
     */
    boolean listed() default true;

    /** The JDK on which every build runs it, while the matrix runs it on all; 0: every build does too. */
    int everyBuildOn() default 0;

    /** False: the same application without the agent. */
    boolean agent() default true;

    /** True: another agent has used the JDK's pools, futures, timers and queues before ours. */
    boolean loadedBefore() default false;
}
