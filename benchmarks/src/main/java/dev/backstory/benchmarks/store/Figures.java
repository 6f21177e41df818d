package dev.backstory.benchmarks.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The slices of all contenders, round by round. */
final class Figures {

    private record Key(String title, int publishers) {}

    private final Map<Key, List<Slice>> slices = new LinkedHashMap<>();

    void add(String title, int publishers, Slice slice) {
        slices.computeIfAbsent(new Key(title, publishers), each -> new ArrayList<>())
                .add(slice);
    }

    /** Medians of the rounds. */
    String row(String title, int[] publishers) {
        StringBuilder row = new StringBuilder("| ").append(title);
        for (int each : publishers) {
            row.append(String.format(Locale.ROOT, " | %,.0f", median(title, each, Slice::eventsPerSecond)));
        }
        for (int each : publishers) {
            row.append(String.format(
                    Locale.ROOT,
                    " | %.0f + %.0f",
                    median(title, each, slice -> slice.cpu().ours()),
                    median(title, each, slice -> slice.cpu().servers())));
        }
        return row.append(" |").toString();
    }

    private double median(String title, int publishers, ToDoubleFunction<Slice> figure) {
        return median(of(title, publishers).stream().mapToDouble(figure).toArray());
    }

    /** How many times as many events a second as the other: the median of what it was in each round. */
    double ratio(String title, String other, int publishers) {
        List<Slice> these = of(title, publishers);
        List<Slice> those = of(other, publishers);
        if (these.isEmpty() || those.isEmpty()) {
            return Double.NaN;
        }
        double[] ratios = new double[these.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = these.get(i).eventsPerSecond() / those.get(i).eventsPerSecond();
        }
        return median(ratios);
    }

    private List<Slice> of(String title, int publishers) {
        return slices.getOrDefault(new Key(title, publishers), List.of());
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        int size = values.length;
        return size == 0 ? Double.NaN : (values[(size - 1) / 2] + values[size / 2]) / 2;
    }
}
