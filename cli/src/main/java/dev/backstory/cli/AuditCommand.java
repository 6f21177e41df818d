package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditPage;
import dev.backstory.audit.AuditRule;
import dev.backstory.viewer.StoreConnection;
import dev.backstory.viewer.story.AuditJson;
import dev.backstory.viewer.story.SafeText;
import dev.backstory.viewer.story.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backstory audit}. */
@Command(
        name = "audit",
        description = "Audit logs: chosen events, by rule; and proof that what is stored was not changed.",
        subcommands = {SealCommand.class, ExportSealsCommand.class, VerifyCommand.class})
final class AuditCommand extends Group {

    /** Ends with 0 when there are rules, else with 1. */
    @Command(name = "list", description = "Lists the audit logs and their rules.")
    int list(@Option(names = "--versions", description = "With the earlier versions of each rule.") boolean versions) {
        try (StoreConnection store = StoreConnection.open(options())) {
            AuditLog log = store.auditLog();
            for (AuditRule each : log.rules()) {
                for (AuditRule version : versions ? log.versions(each.name()) : List.of(each)) {
                    println(version.name() + (version.isPerKey() ? "/…" : "") + "  version " + version.version()
                            + " since " + version.since() + "  " + version.text());
                }
            }
            return log.rules().isEmpty() ? Backstory.NOT_FOUND : Backstory.OK;
        }
    }

    /** Ends with 0 when there are entries, else with 1. */
    @Command(name = "show", description = "Shows the newest entries of an audit log.")
    int show(
            @Parameters(paramLabel = "STREAM", description = "For example firm-audit/1234.") String stream,
            @Option(names = "--rule-version", description = "By an earlier version of the rule.") @Nullable
                    Integer version,
            @Option(names = "--after", description = "The page after this place, as the page before said.") @Nullable
                    String after,
            @Option(names = "--limit", description = "At most so many (default ${DEFAULT-VALUE}).", defaultValue = "50")
                    int limit,
            @Option(names = "--json", description = "As JSON, for programs.") boolean json) {
        if (limit < 1 || limit > 1_000) {
            throw wrongUsage("--limit takes a number from 1 to 1000");
        }
        try (StoreConnection store = StoreConnection.open(options())) {
            AuditLog log = store.auditLog();
            AuditRule rule = rule(log, stream, version);
            if (rule == null) {
                err().println("No rule makes an audit log " + SafeText.line(stream));
                return Backstory.NOT_FOUND;
            }
            AuditPage page = log.entries(stream, rule, after, limit);
            while (page.entries().isEmpty() && page.next() != null) {
                // So many events were looked at; there may be entries among older ones.
                page = log.entries(stream, rule, page.next(), limit);
            }
            if (json) {
                out().println(AuditJson.of(
                        page.stream(),
                        List.of(page.rule()),
                        page.entries(),
                        page.next(),
                        options().sentences()));
            } else {
                print(page);
            }
            return page.entries().isEmpty() ? Backstory.NOT_FOUND : Backstory.OK;
        }
    }

    private static @Nullable AuditRule rule(AuditLog log, String stream, @Nullable Integer version) {
        AuditRule last = log.ruleOf(stream);
        if (last == null || version == null) {
            return last;
        }
        return log.versions(last.name()).stream()
                .filter(each -> each.version() == version)
                .findFirst()
                .orElse(null);
    }

    private void print(AuditPage page) {
        AuditRule rule = page.rule();
        println(page.stream() + " by version " + rule.version() + " of its rule, since " + rule.since());
        for (RecordedEvent each : page.entries()) {
            println(Words.shortened(
                    each.occurredAt() + "  " + each.type() + "  " + String.join(", ", each.subjects()) + "  "
                            + each.data() + "  " + each.metadata() + "  story " + each.correlationId(),
                    1_000));
        }
        if (page.next() != null) {
            println("More with --after " + page.next());
        }
    }

    private void println(String line) {
        out().println(SafeText.line(line));
    }
}
