package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.audit.AuditPage;
import dev.backstory.audit.AuditRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of an audit log, of all stores.
 *
 * @param stream its name: {@code firm-audit/1234}
 * @param form as what it is shown
 * @param asked the version that was asked for; 0: the one that counts
 * @param rules which versions of the rule chose the entries, one for each store that has the log
 * @param versions how many versions of the rule there are
 * @param entries the newest first
 * @param next where the next page begins; null when there is none
 */
public record AuditEntries(
        String stream,
        Form form,
        int asked,
        List<AuditRule> rules,
        int versions,
        List<RecordedEvent> entries,
        @Nullable String next) {

    /** How a log is shown. */
    public enum Form {
        PAGE(""),
        FRAGMENT("/fragment"),
        FEED("/feed.json");

        private final String path;

        Form(String path) {
            this.path = path;
        }

        /** What its address ends with. */
        String path() {
            return path;
        }
    }

    /** One list of the pages of several stores, down to the place to which each of them has been read. */
    static AuditEntries merged(
            String stream, Form form, int asked, int versions, Collection<AuditPage> pages, int limit) {
        String readDownTo = pages.stream()
                .map(AuditPage::next)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        List<RecordedEvent> all = new ArrayList<>(pages.stream()
                .flatMap(each -> each.entries().stream())
                .filter(each -> readDownTo == null || each.id().compareTo(readDownTo) >= 0)
                .sorted(Comparator.comparing(RecordedEvent::id).reversed())
                .toList());
        String next = readDownTo;
        if (all.size() > limit) {
            all.subList(limit, all.size()).clear();
            next = all.get(limit - 1).id();
        }
        Stream<AuditRule> rules = pages.stream().map(AuditPage::rule);
        return new AuditEntries(stream, form, asked, rules.toList(), versions, List.copyOf(all), next);
    }

    AuditEntries with(List<RecordedEvent> seen) {
        return new AuditEntries(stream, form, asked, rules, versions, seen, next);
    }

    /** Whether that version of the rule chose entries. */
    public boolean isBy(int version) {
        return rules.stream().anyMatch(each -> each.version() == version);
    }

    /** Who did it, as far as somebody is recorded; empty when nobody is. */
    public static String actor(RecordedEvent event) {
        return Stream.of("actor", "operator", "initiatedBy")
                .map(each -> event.metadata().getOrDefault(each, ""))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
    }
}
