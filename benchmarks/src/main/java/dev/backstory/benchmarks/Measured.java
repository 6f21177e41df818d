package dev.backstory.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One quantity under each agent, measured several times. */
final class Measured {

    private final String what;
    private final String unit;
    private final Map<Agents, List<Double>> values = new EnumMap<>(Agents.class);

    Measured(String what, String unit) {
        this.what = what;
        this.unit = unit;
    }

    static String heading() {
        return "| what | unit | no agent | Backstory adds | OpenTelemetry adds | TTL adds | ours : OpenTelemetry's |\n"
                + "|---|---|---|---|---|---|---|";
    }

    void add(Agents agent, double value) {
        values.computeIfAbsent(agent, each -> new ArrayList<>()).add(value);
    }

    /** The median without an agent, and how much more each agent's is. */
    String row() {
        double none = median(Agents.NONE);
        double ours = median(Agents.BACKSTORY) - none;
        double openTelemetry = median(Agents.OPENTELEMETRY) - none;
        double ttl = median(Agents.TTL) - none;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %+.1f | %+.1f | %+.1f | %.2f |",
                what,
                unit,
                none,
                ours,
                openTelemetry,
                ttl,
                ours / openTelemetry);
    }

    private double median(Agents agent) {
        List<Double> sorted = new ArrayList<>(values.getOrDefault(agent, List.of()));
        sorted.sort(null);
        int size = sorted.size();
        if (size == 0) {
            return Double.NaN;
        }
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }
}
