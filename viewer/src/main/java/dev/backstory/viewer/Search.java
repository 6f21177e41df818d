package dev.backstory.viewer;

import dev.backstory.store.StoryQuery;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody searches for: one box and some filters, all of it in the address, so that a search can be sent to others. */
public final class Search {

    /** The filters that say it in so many words, with their labels. */
    public static final Map<String, String> TEXTS = texts();

    /** The usual times to look back, with their labels. */
    public static final Map<String, String> SINCE = since();

    private static final Map<String, Duration> BACK = Map.of(
            "1h", Duration.ofHours(1), "24h", Duration.ofDays(1), "7d", Duration.ofDays(7), "30d", Duration.ofDays(30));
    private static final Pattern HEADER =
            Pattern.compile("(?i)(x-correlation-id|x-request-id|correlation.?id)\\s*[:=]\\s*");
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?i)(?:traceparent\\s*:\\s*)?00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern SUBJECT_IN_WORDS = Pattern.compile("([A-Za-z][\\w-]*)(?:\\s*[:#]\\s*|\\s+)([^\\s/]+)");
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z][\\w.-]*)=(.+)");

    private final Map<String, String> given = new LinkedHashMap<>();

    private Search() {}

    static Search of(Asked asked) {
        Search search = new Search();
        search.take(asked, "q");
        TEXTS.keySet().forEach(each -> search.take(asked, each));
        List.of("outcome", "since", "from", "to").forEach(each -> search.take(asked, each));
        return search;
    }

    private void take(Asked asked, String name) {
        String value = asked.parameter(name);
        if (!value.isEmpty()) {
            given.put(name, value);
        }
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("subject", "About");
        texts.put("type", "With event type");
        texts.put("route", "Begun by");
        texts.put("actor", "Actor");
        texts.put("tenant", "Tenant");
        texts.put("service", "Service");
        return texts;
    }

    private static Map<String, String> since() {
        Map<String, String> since = new LinkedHashMap<>();
        since.put("", "at any time");
        since.put("1h", "in the last hour");
        since.put("24h", "in the last 24 hours");
        since.put("7d", "in the last 7 days");
        since.put("30d", "in the last 30 days");
        return since;
    }

    /** What was given under that name; empty when nothing was. */
    public String value(String name) {
        return given.getOrDefault(name, "");
    }

    /** What is in the box. */
    public String box() {
        return value("q");
    }

    public boolean isEmpty() {
        return given.isEmpty();
    }

    /** Whether more than the box narrows it down. */
    public boolean isFiltered() {
        return given.size() > (given.containsKey("q") ? 1 : 0);
    }

    /** In words, for the heading: {@code customer/42, failed}. */
    public String inWords() {
        List<String> words = new ArrayList<>();
        given.forEach((name, value) -> words.add(
                switch (name) {
                    case "since" -> SINCE.getOrDefault(value, value);
                    case "outcome" -> value.equals("failed") ? "a step failed" : "no step failed";
                    case "from" -> "from " + value + " UTC";
                    case "to" -> "to " + value + " UTC";
                    default -> value;
                }));
        return String.join(", ", words);
    }

    /** The id in the box, whatever way it was pasted: a URL, a header with its name, a {@code traceparent}. */
    String id() {
        String box = HEADER.matcher(box()).replaceFirst("");
        Matcher trace = TRACEPARENT.matcher(box);
        return trace.matches() ? trace.group(1) : Asked.id(box);
    }

    /** Whether the box can only hold an id or an event type. */
    boolean mayBeId() {
        return box().contains("://") || !(box().isEmpty() || box().contains("/"));
    }

    /** What was probably meant by words such as {@code customer 42}: {@code customer/42}; null when they are none. */
    public @Nullable String suggestion() {
        Matcher words = SUBJECT_IN_WORDS.matcher(box());
        return words.matches() ? words.group(1) + "/" + words.group(2) : null;
    }

    /** The search as a query; null when the role may not search for that. */
    @Nullable
    StoryQuery query(StoryQuery from, Instant now, Redactor redactor, Role role) {
        StoryQuery query = from;
        List<String> subjects = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(box());
        if (entry.matches()) {
            metadata.put(entry.group(1), entry.group(2));
        } else if (!box().isEmpty() && !mayBeId()) {
            subjects.add(box());
        } else {
            query = query.ofType(orNull(box()));
        }
        if (given.containsKey("subject")) {
            subjects.add(value("subject"));
        }
        for (String key : List.of("actor", "tenant")) {
            if (given.containsKey(key)) {
                metadata.put(key, value(key));
            }
        }
        if (!subjects.stream().allMatch(each -> redactor.maySearchSubject(each, role))
                || !metadata.keySet().stream().allMatch(each -> redactor.maySearchMetadata(each, role))) {
            return null;
        }
        for (String subject : subjects) {
            query = query.about(subject);
        }
        for (Map.Entry<String, String> each : metadata.entrySet()) {
            query = query.withMetadata(each.getKey(), each.getValue());
        }
        return query.ofType(orNull(value("type")))
                .through(orNull(value("route")))
                .inService(orNull(value("service")))
                .failed(value("outcome").isEmpty() ? null : value("outcome").equals("failed"))
                .begun(from(now), time(value("to")));
    }

    private @Nullable Instant from(Instant now) {
        Duration back = BACK.get(value("since"));
        Instant since = back == null ? null : now.minus(back);
        Instant from = time(value("from"));
        return from == null || (since != null && since.isAfter(from)) ? since : from;
    }

    /** A time in UTC, as browsers send it; null when it is none. */
    private static @Nullable Instant time(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.isEmpty() ? null : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** As the query of an address, without a question mark; with a place, of the page below it. */
    String parameters(@Nullable Object after) {
        List<String> parts = new ArrayList<>();
        given.forEach((name, value) -> parts.add(name + "=" + encoded(value)));
        if (after != null) {
            parts.add("after=" + encoded(after.toString()));
        }
        return String.join("&", parts);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
