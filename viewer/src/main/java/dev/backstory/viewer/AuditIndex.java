package dev.backstory.viewer;

import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditRule;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which audit logs there are, and which of them a role may read. */
public final class AuditIndex {

    /**
     * A log, in one of the stores.
     *
     * @param rule the version that counts
     * @param store the store's name; empty when there is one store only
     */
    public record Log(AuditRule rule, String store) {}

    private final Map<String, AuditLog> stores;
    private final Redactor redactor;

    AuditIndex(Map<String, AuditLog> stores, Redactor redactor) {
        this.stores = new TreeMap<>(stores);
        this.redactor = redactor;
    }

    List<Log> all() {
        List<Log> logs = new ArrayList<>();
        stores.forEach(
                (store, log) -> log.rules().forEach(each -> logs.add(new Log(each, stores.size() == 1 ? "" : store))));
        return logs;
    }

    /** A log tells who or what is in it: to read it is to search by all that its rule asks for. */
    boolean maySee(AuditRule rule, Role role) {
        return rule.metadataKeys().stream().allMatch(each -> redactor.maySearchMetadata(each, role))
                && rule.subjects().stream().allMatch(each -> redactor.maySearchSubject(each, role));
    }

    boolean isPerKey(String name) {
        return stores.values().stream()
                .flatMap(each -> each.versions(name).stream())
                .anyMatch(AuditRule::isPerKey);
    }
}
