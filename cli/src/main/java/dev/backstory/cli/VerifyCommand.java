package dev.backstory.cli;

import dev.backstory.seal.SealExport;
import dev.backstory.seal.Verification;
import dev.backstory.store.postgres.Seals;
import dev.backstory.viewer.Options;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code backstory audit verify}. */
@Command(
        name = "verify",
        description =
                "Reads everything that is stored and compares it with its seals. Ends with 4 when something differs.")
final class VerifyCommand extends Subcommand implements Callable<Integer> {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "What export-seals printed earlier: also finds days that were sealed anew.")
    private @Nullable Path exported;

    @Option(names = "--key", paramLabel = "FILE", description = "The public key in PEM that every seal is signed by.")
    private @Nullable Path key;

    @Option(
            names = "--keep",
            paramLabel = "DAYS",
            description = "How many days retention keeps: a younger month that is gone is then a problem.")
    private int keep;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        Options options = options();
        Verification found = new Seals(options.url(), options.user(), options.password())
                .verify(SealKeys.read(key), heads(), keep > 0 ? Duration.ofDays(keep) : null);
        PrintWriter out = out();
        if (json) {
            out.println(MAPPER.writeValueAsString(json(found)));
        } else {
            print(found, out);
        }
        return found.problems().isEmpty() ? Backstory.OK : Backstory.CHANGED;
    }

    private Map<Integer, String> heads() {
        try {
            return exported == null ? Map.of() : SealExport.heads(exported);
        } catch (IOException e) {
            throw new Options.Unusable("The exported seals cannot be used: " + e.getMessage());
        }
    }

    private static void print(Verification found, PrintWriter out) {
        found.problems().forEach(each -> out.println("PROBLEM  " + each));
        found.remarks().forEach(each -> out.println("note     " + each));
        out.println(found.seals() + " seals, " + found.events() + " sealed events compared, " + found.dropped()
                + " dropped by retention, " + found.unsealed() + " in no seal yet");
        out.println(
                found.problems().isEmpty()
                        ? "Everything that was sealed is as it was sealed."
                        : "NOT EVERYTHING IS AS IT WAS SEALED.");
    }

    private static ObjectNode json(Verification found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", 1);
        json.put("unchanged", found.problems().isEmpty());
        json.put("seals", found.seals());
        json.put("events", found.events());
        json.put("dropped", found.dropped());
        json.put("unsealed", found.unsealed());
        found.problems().forEach(json.putArray("problems")::add);
        found.remarks().forEach(json.putArray("remarks")::add);
        return json;
    }
}
