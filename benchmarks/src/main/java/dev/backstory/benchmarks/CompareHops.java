package dev.backstory.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Time and allocation of each hop under each agent; the agents take turns, a fresh JVM each time. */
final class CompareHops {

    private static final List<String> HOPS = List.of(
            "execute",
            "submit",
            "schedule",
            "thenApplyAsync",
            "completedElsewhere",
            "fork",
            "threadStart",
            "queue",
            "timer");

    private CompareHops() {}

    /** Arguments: how many rounds, and which hops. */
    public static void main(String[] arguments) throws RunnerException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        List<String> hops = arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : HOPS;
        System.out.println(Measured.heading());
        for (String hop : hops) {
            compare(hop, rounds);
        }
    }

    private static void compare(String hop, int rounds) throws RunnerException {
        Map<String, Measured> measured = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Agents agent : Agents.values()) {
                for (RunResult result : run(hop, agent)) {
                    boolean inStory = Boolean.parseBoolean(result.getParams().getParam("inStory"));
                    String what = hop + (inStory ? ", in a story" : ", outside of one");
                    measured.computeIfAbsent(what + " ns", each -> new Measured(what, "ns"))
                            .add(agent, result.getPrimaryResult().getScore());
                    measured.computeIfAbsent(what + " bytes", each -> new Measured(what, "bytes"))
                            .add(agent, allocated(result));
                }
            }
        }
        measured.values().forEach(each -> System.out.println(each.row()));
    }

    private static double allocated(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
    }

    private static Collection<RunResult> run(String hop, Agents agent) throws RunnerException {
        System.err.println(hop + " under " + agent.title());
        return new Runner(new OptionsBuilder()
                        .include("HopBenchmark\\." + hop + "$")
                        .jvmArgsAppend(agent.arguments().toArray(new String[0]))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }
}
