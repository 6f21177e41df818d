package dev.backstory.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which other agent the JVM of an application has, and where it stands on the command line. */
public enum Beside {
    NOTHING(null, false),
    OPENTELEMETRY_BEFORE(OtherAgent.OPENTELEMETRY, true),
    OPENTELEMETRY_AFTER(OtherAgent.OPENTELEMETRY, false),
    DATADOG_BEFORE(OtherAgent.DATADOG, true),
    DATADOG_AFTER(OtherAgent.DATADOG, false),
    ELASTIC_BEFORE(OtherAgent.ELASTIC, true),
    ELASTIC_AFTER(OtherAgent.ELASTIC, false);

    private static final boolean MATRIX = Boolean.getBoolean("it.matrix");

    private final @Nullable OtherAgent other;
    private final boolean before;

    Beside(@Nullable OtherAgent other, boolean before) {
        this.other = other;
        this.before = before;
    }

    /** Whether this build runs everything in all constellations. */
    static boolean isMatrix() {
        return MATRIX;
    }

    /** Where the matrix runs such a test of that class. */
    static Stream<Beside> inMatrix(EachJdk asked, Class<?> test) {
        UnderAgent application = test.getAnnotation(UnderAgent.class);
        if (!isBesideOthers(application)) {
            return Stream.of(NOTHING);
        }
        return Stream.of(values())
                .filter(each -> each.other == null
                        || (each.other == OtherAgent.OPENTELEMETRY && !asked.alone())
                        || asked.besideAnyAgent());
    }

    /** Where every build runs such a test of that class, on its first JDK, apart from our agent alone. */
    static List<Beside> representatives(EachJdk asked, Class<?> test) {
        UnderAgent application = test.getAnnotation(UnderAgent.class);
        if (!isBesideOthers(application)) {
            return List.of();
        }
        if (asked.besideAnyAgent()) {
            return List.of(OPENTELEMETRY_BEFORE, DATADOG_BEFORE, ELASTIC_AFTER);
        }
        boolean all = application != null && application.standsBesideOpenTelemetry() && !asked.alone();
        return all || asked.besideOpenTelemetry() ? List.of(OPENTELEMETRY_BEFORE) : List.of();
    }

    private static boolean isBesideOthers(@Nullable UnderAgent application) {
        return application == null || application.besideOthers();
    }

    /** The command line's part for the agents, ours included. */
    List<String> arguments(String ours) {
        List<String> arguments = new ArrayList<>(List.of("-javaagent:" + ours));
        if (other != null) {
            arguments.addAll(before ? 0 : 1, other.arguments().toList());
        }
        return arguments;
    }

    /** What was in the JVM: the JDK, and the other agent. */
    String versions(Jdk jdk) {
        String running = "JDK " + jdk.fullVersion();
        return other == null ? running : running + " with " + other.vendor() + " " + other.version();
    }

    @Override
    public String toString() {
        return other == null
                ? "our agent alone"
                : other.vendor() + "'s agent " + (before ? "before" : "after") + " ours";
    }
}
