package dev.backstory.viewer.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the rows of a story lie in time, on a scale from 0 to {@link #WIDTH} on which quiet stretches are cut short. */
public final class Timeline {

    /** The length of the scale. */
    public static final double WIDTH = 1000;

    private static final double CUT = 30;
    private static final double ALL_CUTS = 300;

    /** A stretch that is cut; its times are offsets in nanoseconds. */
    private record Gap(double from, double length) {}

    private final List<Gap> gaps = new ArrayList<>();
    private final double cut;
    private final double perNano;

    public Timeline(Story story) {
        List<Row> rows = new ArrayList<>(story.rows());
        rows.addAll(story.strays());
        double quiet = 0;
        for (Row row : rows) {
            Duration before = row.quietBefore();
            if (before != null) {
                double length = nanos(before);
                gaps.add(new Gap(nanos(row.offset()) - length, length));
                quiet += length;
            }
        }
        gaps.sort(Comparator.comparingDouble(Gap::from));
        cut = gaps.isEmpty() ? 0 : Math.min(CUT, ALL_CUTS / gaps.size());
        perNano = (WIDTH - cut * gaps.size()) / Math.max(1, nanos(story.elapsed()) - quiet);
    }

    /** Where the row begins. */
    public double from(Row row) {
        return at(nanos(row.offset()));
    }

    /** Where the step of the row ended; null for an event, and for a step that is not known to have ended. */
    public @Nullable Double to(Row row) {
        return row.ran() == null ? null : at(nanos(row.offset().plus(row.ran())));
    }

    /** The middles of the stretches that are cut. */
    public List<Double> cuts() {
        return gaps.stream().map(each -> at(each.from()) + cut / 2).toList();
    }

    private double at(double time) {
        double at = time * perNano;
        for (Gap gap : gaps) {
            if (time <= gap.from()) {
                break;
            }
            double passed = Math.min(1, (time - gap.from()) / gap.length());
            at += passed * (cut - gap.length() * perNano);
        }
        return Math.round(Math.max(0, Math.min(WIDTH, at)) * 10) / 10.0;
    }

    /** As a floating number: centuries do not overflow it. */
    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
