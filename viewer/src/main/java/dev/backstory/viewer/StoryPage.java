package dev.backstory.viewer;

import dev.backstory.viewer.story.Entry;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Story;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The part of a story that one page shows. Big stories have several; each row knows on which it is. */
public final class StoryPage {

    /** How a story is looked at. */
    public enum View {
        STORY("Story"),
        TIMELINE("Timeline"),
        TABLE("Table");

        private final String title;

        View(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /** For addresses; empty for the one that needs no saying. */
        public String key() {
            return this == STORY ? "" : name().toLowerCase(java.util.Locale.ROOT);
        }

        static View of(String key) {
            for (View each : values()) {
                if (each.key().equals(key)) {
                    return each;
                }
            }
            return STORY;
        }
    }

    private static final int ROWS = 500;

    /** Something is hidden from this visitor. */
    static final String HIDDEN = "hidden";

    /** Something is hidden, and may be shown to this visitor for a reason. */
    static final String MAY_SHOW = "may-show";

    private final Frame frame;
    private final OutLinks outLinks;
    private final Story story;
    private final View view;
    private final List<Row> all;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, List<Row>> byCause = new HashMap<>();
    private final int number;

    private String from = "";
    private String next = "";
    private String hiding = "";
    private String reason = "";

    StoryPage(Frame frame, OutLinks outLinks, Story story, View view, long asked) {
        this.frame = frame;
        this.outLinks = outLinks;
        this.story = story;
        this.view = view;
        this.all = story.everything();
        for (int i = 0; i < all.size(); i++) {
            places.put(all.get(i).entry().id(), i);
            String cause = all.get(i).causeId();
            if (cause != null) {
                byCause.computeIfAbsent(cause, any -> new ArrayList<>()).add(all.get(i));
            }
        }
        this.number = (int) Math.max(1, Math.min(asked, pages()));
    }

    public Story story() {
        return story;
    }

    public Frame frame() {
        return frame;
    }

    public Links links() {
        return frame.links();
    }

    /** Where traces, logs and issues are found. */
    public OutLinks outLinks() {
        return outLinks;
    }

    /** Of a story that is too big to be read at once, what is between these places is told; empty: its beginning, its end. */
    StoryPage part(String begin, String end) {
        from = begin;
        next = end;
        return this;
    }

    /** Whether the story is only a part of all that is stored of it. */
    public boolean isPart() {
        return !from.isEmpty() || !next.isEmpty();
    }

    /** Whether something is told before this part. */
    public boolean isContinued() {
        return !from.isEmpty();
    }

    /** The part after this one; null when this is the last. */
    public @Nullable String nextPart() {
        return nextPart("");
    }

    @Nullable
    String nextPart(String form) {
        return next.isEmpty() ? null : links().story(story.correlationId(), form, next, view, 1);
    }

    /** The part with which the story begins. */
    public String firstPart() {
        return links().story(story.correlationId(), "", "", view, 1);
    }

    /** This part, looked at in that way; pages are counted from 1. */
    public String here(View how, int page) {
        return links().story(story.correlationId(), "", from, how, page);
    }

    /** Where hidden fields are asked for. */
    public String show() {
        return form("show", 1);
    }

    public String markdown() {
        return form("story.md", 1);
    }

    public String json() {
        return form("story.json", 1);
    }

    /** A file that shows this page without the viewer. */
    public String download() {
        return form("story.html", number);
    }

    private String form(String name, int page) {
        return links().story(story.correlationId(), name, from, View.STORY, page);
    }

    StoryPage hiding(String what) {
        hiding = what;
        return this;
    }

    StoryPage revealed(String why) {
        reason = why;
        return this;
    }

    /** Whether something is hidden from who looks. */
    public boolean isHiding() {
        return !hiding.isEmpty();
    }

    /** Whether they may have it shown. */
    public boolean mayShow() {
        return hiding.equals(MAY_SHOW);
    }

    /** Why what is hidden is shown here; empty when it is not. */
    public String reason() {
        return reason;
    }

    public View view() {
        return view;
    }

    /** Counted from 1. */
    public int number() {
        return number;
    }

    public int pages() {
        return Math.max(1, (all.size() + ROWS - 1) / ROWS);
    }

    /** How many rows the story has, on all pages. */
    public int size() {
        return all.size();
    }

    public List<Row> rows() {
        return part(story.rows(), 0);
    }

    public List<Row> strays() {
        return part(story.strays(), story.rows().size());
    }

    /** The rows of this page, explained or not. */
    public List<Row> everything() {
        return part(all, 0);
    }

    /** The events and steps of the whole story by time, those of this page. */
    public List<Row> byTime() {
        return part(
                all.stream()
                        .sorted(Comparator.comparing((Row row) -> row.entry().at())
                                .thenComparing(row -> row.entry().isEvent()))
                        .toList(),
                0);
    }

    private List<Row> part(List<Row> rows, int first) {
        int from = Math.max(0, (number - 1) * ROWS - first);
        int to = Math.min(rows.size(), number * ROWS - first);
        return from >= to ? List.of() : rows.subList(from, to);
    }

    /** The row of an event or step of this story; null when there is none. */
    public @Nullable Row find(@Nullable String id) {
        Integer place = id == null ? null : places.get(id);
        return place == null ? null : all.get(place);
    }

    /** What an event or step directly led to. */
    public List<Row> ledTo(String id) {
        return byCause.getOrDefault(id, List.of());
    }

    /** The service of the row where it is another than that of what led to it, for there the work changed hands; else empty. */
    public String newService(Row row) {
        Row cause = find(row.causeId());
        return cause == null || cause.service().equals(row.service()) ? "" : row.service();
    }

    /** Leads to the row of an event or step, wherever it is. */
    public String row(String id) {
        Integer place = places.get(id);
        if (place == null) {
            return links().go(id);
        }
        int page = place / ROWS + 1;
        return page == number && view == View.STORY ? "#r-" + id : here(View.STORY, page) + "#r-" + id;
    }

    /** Changes when the story does: for readers who wait for more. */
    public String version() {
        CRC32 sum = new CRC32();
        for (Row row : all) {
            Entry entry = row.entry();
            sum.update((entry.id() + row.state() + row.ran()).getBytes(StandardCharsets.UTF_8));
        }
        sum.update(story.missing().toString().getBytes(StandardCharsets.UTF_8));
        sum.update(story.batches().toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
