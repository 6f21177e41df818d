package dev.backstory.viewer;

import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditPage;
import dev.backstory.audit.AuditRule;
import dev.backstory.viewer.story.AuditJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: the audit logs, and each of them as a page, as a fragment for a frame elsewhere, and as JSON. */
final class AuditRoutes {

    private static final int PAGE = 50;
    private static final int LONGEST_KEY = 500;

    private final ViewerSetup setup;
    private final Pages pages;
    private final EachStore<Supplier<AuditLog>> stores;

    AuditRoutes(ViewerSetup setup, Pages pages) {
        this.setup = setup;
        this.pages = pages;
        this.stores = new EachStore<>(setup.auditLogs());
    }

    /** Whether other sites may put what that path names into a frame. */
    boolean isEmbeddable(List<String> path) {
        return path.size() > 2
                && path.get(0).equals("audit")
                && path.get(path.size() - 1).equals("fragment")
                && !setup.embedders().isEmpty();
    }

    void answer(Asked asked, Frame frame, Answer answer) throws IOException {
        EachStore.Read<Map<String, AuditLog>> read = stores.ask(Supplier::get);
        Frame around = frame.without(read.away());
        AuditIndex index = new AuditIndex(read.value(), setup.redactor());
        List<String> path = asked.path();
        String name = path.size() > 1 ? path.get(1) : asked.parameter("log");
        int named = index.isPerKey(name) ? 3 : 2;
        if (path.size() == 1 && !asked.parameter("key").isEmpty()) {
            answer.redirect(asked.links().audit(name + "/" + asked.parameter("key")));
        } else if (path.size() == 1) {
            list(asked, around, index, answer);
        } else {
            AuditEntries.Form form = form(path, named);
            String stream = String.join("/", path.subList(1, Math.min(named, path.size())));
            if (form == null || path.size() < named || stream.length() > LONGEST_KEY || stream.indexOf('\0') >= 0) {
                notFound(around, answer);
            } else {
                log(asked, around, read.value(), index, stream, form, answer);
            }
        }
    }

    private static AuditEntries.@Nullable Form form(List<String> path, int named) {
        String rest = String.join("/", path.subList(Math.min(named, path.size()), path.size()));
        return switch (rest) {
            case "" -> AuditEntries.Form.PAGE;
            case "fragment" -> AuditEntries.Form.FRAGMENT;
            case "feed.json" -> AuditEntries.Form.FEED;
            default -> null;
        };
    }

    private void list(Asked asked, Frame frame, AuditIndex index, Answer answer) throws IOException {
        List<AuditIndex.Log> all = index.all();
        List<AuditIndex.Log> seen = all.stream()
                .filter(each -> index.maySee(each.rule(), asked.visitor().role()))
                .toList();
        setup.accessLog().keep(asked.look("audit logs", "", ""));
        answer.html(200, pages.auditLogs(frame, seen, all.size() - seen.size()));
    }

    private void log(
            Asked asked,
            Frame frame,
            Map<String, AuditLog> logs,
            AuditIndex index,
            String stream,
            AuditEntries.Form form,
            Answer answer)
            throws IOException {
        int version = (int) Math.max(0, Math.min(Integer.MAX_VALUE, asked.number("rule", 0)));
        List<AuditPage> found = new ArrayList<>();
        Set<Integer> versions = new HashSet<>();
        for (AuditLog each : logs.values()) {
            AuditRule rule = rule(each, stream, version);
            if (rule == null) {
                continue;
            }
            if (!index.maySee(rule, asked.visitor().role())) {
                String explanation = "Your role does not see what decides about this log.";
                answer.html(403, pages.problem(frame, "Not shown", explanation));
                return;
            }
            each.versions(rule.name()).forEach(one -> versions.add(one.version()));
            String after = asked.parameter("after");
            found.add(each.entries(stream, rule, after.isEmpty() ? null : after, PAGE));
        }
        if (found.isEmpty()) {
            notFound(frame, answer);
            return;
        }
        setup.accessLog().keep(asked.look("audit" + form.path(), stream, ""));
        AuditEntries entries = AuditEntries.merged(stream, form, version, versions.size(), found, PAGE);
        show(
                asked,
                frame,
                entries.with(setup.redactor()
                        .events(entries.entries(), asked.visitor().role())),
                answer);
    }

    private void show(Asked asked, Frame frame, AuditEntries log, Answer answer) throws IOException {
        switch (log.form()) {
            case PAGE -> answer.html(200, pages.audit(frame, log, setup.sentences()));
            case FRAGMENT -> {
                answer.embeddableIn(setup.embedders());
                answer.html(200, pages.auditFragment(frame, log, setup.sentences()));
            }
            case FEED -> {
                String next = log.next() == null ? null : asked.links().audit(log, log.asked(), log.next());
                answer.text(
                        200,
                        "application/json",
                        AuditJson.of(log.stream(), log.rules(), log.entries(), next, setup.sentences()));
            }
        }
    }

    private static @Nullable AuditRule rule(AuditLog log, String stream, int version) {
        AuditRule last = log.ruleOf(stream);
        if (last == null || version == 0) {
            return last;
        }
        return log.versions(last.name()).stream()
                .filter(each -> each.version() == version && each.isPerKey() == last.isPerKey())
                .findFirst()
                .orElse(null);
    }

    private void notFound(Frame frame, Answer answer) throws IOException {
        answer.html(404, pages.problem(frame, "Not found", "There is no such audit log."));
    }
}
