package dev.backstory.viewer.story;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees at one place of a story: a row, or five and more alike siblings under one heading.
 *
 * @param rows the row itself; of folded siblings all of them, with everything that they led to
 * @param alike how many siblings are folded; 1 for a row
 */
public record Line(List<Row> rows, int alike) {

    private static final int FOLDED = 5;

    /** More than this below a sibling is worth reading by itself. */
    private static final int LARGEST = 8;

    /** What must be the same for two rows to be alike. */
    private record Likeness(int depth, boolean event, String kind, String name) {

        static Likeness of(Row row) {
            Entry entry = row.entry();
            return entry.event() != null
                    ? new Likeness(row.depth(), true, "", entry.event().type())
                    : entry.step() != null
                            ? new Likeness(
                                    row.depth(),
                                    false,
                                    entry.step().kind(),
                                    entry.step().name())
                            : new Likeness(row.depth(), false, "", "");
        }
    }

    public Line {
        rows = List.copyOf(rows);
    }

    public Row first() {
        return rows.get(0);
    }

    public Row last() {
        return rows.get(rows.size() - 1);
    }

    public boolean isFolded() {
        return alike > 1;
    }

    /** The rows as lines: what follows each other and is alike is folded, unless something about it is to be noticed. */
    public static List<Line> of(List<Row> rows) {
        List<Line> lines = new ArrayList<>();
        int next = 0;
        while (next < rows.size()) {
            int alike = 1;
            int end = next + 1;
            List<Likeness> shape = shape(rows, next);
            if (shape != null) {
                end = next + shape.size();
                while (end < rows.size() && shape.equals(shape(rows, end))) {
                    end += shape.size();
                    alike++;
                }
            }
            if (alike < FOLDED) {
                alike = 1;
                end = next + 1;
            }
            lines.add(new Line(rows.subList(next, end), alike));
            next = end;
        }
        return lines;
    }

    /** Of the row and everything below it; null when there is too much of it, or anything but plain success. */
    private static @Nullable List<Likeness> shape(List<Row> rows, int first) {
        List<Likeness> shape = new ArrayList<>();
        int depth = rows.get(first).depth();
        for (int i = first; i < rows.size() && (i == first || rows.get(i).depth() > depth); i++) {
            Row row = rows.get(i);
            if (shape.size() == LARGEST || row.isNoticeable()) {
                return null;
            }
            shape.add(Likeness.of(row));
        }
        return shape;
    }
}
