package dev.backstory.audit;

import dev.backstory.RecordedEvent;
import dev.backstory.store.EventList;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads audit logs. Nothing is copied into them: a rule is applied to what is stored, so that a new one has all of history at
 * once. Safe for use by several threads.
 */
public final class AuditLog {

    /** So many events are looked at for each entry, where a query cannot say the whole rule. */
    private static final int FOR_EACH = 20;
    /** And no more for a page, unless it has more entries: all of them are in memory. */
    private static final int LOOKED_AT = 1_000;

    private final StoryReader reader;
    private final List<AuditRule> rules;

    /**
     * @param rules all versions, the older before the newer
     */
    public AuditLog(StoryReader reader, List<AuditRule> rules) {
        this.reader = reader;
        this.rules = List.copyOf(rules);
    }

    /** The rules that count now: of each name the last version. */
    public List<AuditRule> rules() {
        Map<String, AuditRule> last = new LinkedHashMap<>();
        rules.forEach(each -> last.put(each.name(), each));
        return List.copyOf(last.values());
    }

    /** All versions of the rule of that name, the oldest first. */
    public List<AuditRule> versions(String name) {
        return rules.stream().filter(each -> each.name().equals(name)).toList();
    }

    /** The rule that a stream's name, {@code firm-audit/1234}, belongs to; null when there is none. */
    public @Nullable AuditRule ruleOf(String stream) {
        int slash = stream.indexOf('/');
        String name = slash < 0 ? stream : stream.substring(0, slash);
        AuditRule found = null;
        for (AuditRule each : rules) {
            if (each.name().equals(name) && each.isPerKey() == (slash >= 0)) {
                found = each;
            }
        }
        return found;
    }

    /**
     * A page of a stream by a rule: of {@link #ruleOf} it, or an earlier version.
     *
     * @param after {@link AuditPage#next} of the page before; null for the first
     */
    public AuditPage entries(String stream, AuditRule rule, @Nullable String after, int limit) {
        int slash = stream.indexOf('/');
        String key = slash < 0 ? "" : stream.substring(slash + 1);
        EventList page = reader.events(
                rule.narrow(EventQuery.newest(asked(rule, limit)), key).after(after));
        List<RecordedEvent> entries = new ArrayList<>();
        for (RecordedEvent each : page.events()) {
            if (rule.streamsOf(each).contains(stream)) {
                entries.add(each);
                if (entries.size() == limit) {
                    boolean rest = page.next() != null || !isLast(each, page.events());
                    return new AuditPage(stream, rule, entries, rest ? each.id() : null);
                }
            }
        }
        return new AuditPage(stream, rule, entries, page.next());
    }

    /** At once, because each question begins to look for the rule's events anew. */
    private static int asked(AuditRule rule, int limit) {
        return rule.isExact() || limit >= LOOKED_AT ? limit : Math.min(limit * FOR_EACH, LOOKED_AT);
    }

    private static boolean isLast(RecordedEvent event, List<RecordedEvent> page) {
        return page.get(page.size() - 1).id().equals(event.id());
    }
}
