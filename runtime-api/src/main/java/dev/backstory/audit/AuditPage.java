package dev.backstory.audit;

import dev.backstory.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of an audit log.
 *
 * @param stream its name: {@code firm-audit/1234}
 * @param rule which version of which rule chose the entries
 * @param entries the newest first
 * @param next for the page after this one, opaque; null when there is none. A page with few entries, or none, can have a next
 *     one: so much was read without a match
 */
public record AuditPage(
        String stream,
        AuditRule rule,
        List<RecordedEvent> entries,
        @Nullable String next) {

    public AuditPage {
        entries = List.copyOf(entries);
    }
}
