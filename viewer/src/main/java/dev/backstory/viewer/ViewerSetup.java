package dev.backstory.viewer;

import dev.backstory.audit.AuditLog;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.access.Access;
import dev.backstory.viewer.access.AccessLog;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import dev.backstory.viewer.story.Sentences;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a viewer shows, and to whom. What is not said stays as for one person on the machine that it runs on. */
public final class ViewerSetup {

    private static final Pattern ORIGIN =
            Pattern.compile("https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\\d{1,5})?");

    private final Map<String, StoryReader> stores = new LinkedHashMap<>();
    private Sentences sentences = Sentences.NONE;
    private HostGuard hosts = HostGuard.LOOPBACK;
    private Access access = Access.LOCAL;
    private Redactor redactor = Redactor.NONE;
    private AccessLog accessLog = AccessLog.NONE;
    private Set<Role> revealers = Set.of(Role.ENGINEER);
    private OutLinks outLinks = OutLinks.NONE;
    private final Map<String, Supplier<AuditLog>> auditLogs = new LinkedHashMap<>();
    private List<String> embedders = List.of();
    private @Nullable Duration retention;

    private ViewerSetup() {}

    /** A viewer of one store. */
    public static ViewerSetup of(StoryReader reader) {
        return new ViewerSetup().store("store", reader);
    }

    /** A viewer of several stores that share stories; each is named where it does not answer. */
    public static ViewerSetup of(Map<String, StoryReader> stores) {
        ViewerSetup setup = new ViewerSetup();
        stores.forEach(setup::store);
        return setup;
    }

    private ViewerSetup store(String name, StoryReader reader) {
        stores.put(name, Objects.requireNonNull(reader, "reader"));
        return this;
    }

    /** How events are worded. */
    public ViewerSetup sentences(Sentences words) {
        this.sentences = Objects.requireNonNull(words, "words");
        return this;
    }

    /** Which names it answers to. */
    public ViewerSetup hosts(HostGuard guard) {
        this.hosts = Objects.requireNonNull(guard, "guard");
        return this;
    }

    /** Who may look. */
    public ViewerSetup access(Access gate) {
        this.access = Objects.requireNonNull(gate, "gate");
        return this;
    }

    /** What each role sees. */
    public ViewerSetup redactor(Redactor rules) {
        this.redactor = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /** Where it is kept who looked at what. */
    public ViewerSetup accessLog(AccessLog log) {
        this.accessLog = Objects.requireNonNull(log, "log");
        return this;
    }

    /** Which roles may have hidden fields shown, for a reason that is kept. */
    public ViewerSetup revealers(Set<Role> roles) {
        this.revealers = Set.copyOf(roles);
        return this;
    }

    /** Where traces, logs and issues are found. */
    public ViewerSetup outLinks(OutLinks links) {
        this.outLinks = Objects.requireNonNull(links, "links");
        return this;
    }

    /** The audit logs of a viewer of one store; asked for with each request, so that a new rule is there at once. */
    public ViewerSetup auditLog(Supplier<AuditLog> log) {
        return auditLogs(Map.of("store", log));
    }

    /** The audit logs of several stores, by the stores' names. */
    public ViewerSetup auditLogs(Map<String, Supplier<AuditLog>> logs) {
        this.auditLogs.clear();
        this.auditLogs.putAll(logs);
        return this;
    }

    /**
     * The origins, such as {@code https://admin.example.com}, whose pages may hold an audit log in a frame.
     *
     * @throws IllegalArgumentException when one is no origin
     */
    public ViewerSetup embedders(List<String> origins) {
        for (String each : origins) {
            if (!ORIGIN.matcher(each).matches()) {
                throw new IllegalArgumentException(each + " is no origin, such as https://admin.example.com");
            }
        }
        this.embedders = List.copyOf(origins);
        return this;
    }

    /** How long stories are kept: of one that began before, it is said that it is gone. */
    public ViewerSetup retention(Duration kept) {
        this.retention = kept;
        return this;
    }

    /** Null when that is not known. */
    @Nullable
    Duration retention() {
        return retention;
    }

    Map<String, StoryReader> stores() {
        return stores;
    }

    Sentences sentences() {
        return sentences;
    }

    HostGuard hosts() {
        return hosts;
    }

    Access access() {
        return access;
    }

    Redactor redactor() {
        return redactor;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    /** Without a log nothing could be kept, so nothing hidden is shown. */
    boolean mayReveal(Role role) {
        return accessLog != AccessLog.NONE && revealers.contains(role);
    }

    OutLinks outLinks() {
        return outLinks;
    }

    Map<String, Supplier<AuditLog>> auditLogs() {
        return auditLogs;
    }

    List<String> embedders() {
        return embedders;
    }
}
