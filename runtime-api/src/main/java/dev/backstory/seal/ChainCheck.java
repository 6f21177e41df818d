package dev.backstory.seal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the seals with each other, with the key that should have signed them, and with those that were exported. */
final class ChainCheck {

    private static final Duration LATE = Duration.ofDays(3);

    private final Findings findings;

    ChainCheck(Findings findings) {
        this.findings = findings;
    }

    void check(List<Seal> seals, @Nullable SealKey key, Map<Integer, String> exported) {
        Map<Integer, String> missing = new TreeMap<>(exported);
        Seal previous = null;
        for (Seal each : seals) {
            follows(previous, each);
            if (!Arrays.equals(each.expectedHead(), each.head())) {
                findings.problem(each, "the seal itself was changed");
            }
            if (key != null && !key.isSigned(each.head(), each.signature())) {
                findings.problem(each, "it is not signed by the given key");
            }
            String head = missing.remove(each.number());
            if (head != null && !head.equals(each.headHex())) {
                findings.problem(each, "it is another than the one that was exported: the day was sealed anew");
            }
            if (each.sealedAt().isBefore(each.range().recordedBefore())) {
                findings.remark("The seal of " + each.day() + " was made on " + each.sealedAt()
                        + ", before that day was over: a clock was wrong then.");
            }
            if (each.sealedAt().isAfter(each.range().recordedBefore().plus(LATE))) {
                findings.remark("The seal of " + each.day() + " was made on " + each.sealedAt()
                        + ". If days were not sealed until then, nobody can tell whether they were changed before.");
            }
            previous = each;
        }
        missing.keySet().forEach(each -> findings.problem("Seal " + each + " was exported and is gone"));
        if (seals.isEmpty()) {
            findings.remark("Nothing is sealed yet.");
        } else if (key == null && exported.isEmpty()) {
            findings.remark("Checked against the database's own seals only: who can write all tables could have sealed"
                    + " anew. Keep exported seals elsewhere and check against those.");
        } else if (exported.isEmpty()) {
            findings.remark(
                    "Checked without exported seals: that the last days were sealed a second time, by who has the"
                            + " key or by a sealer whose seals somebody had deleted, cannot be seen.");
        }
    }

    private void follows(@Nullable Seal previous, Seal seal) {
        int before = previous == null ? 0 : previous.number();
        if (seal.number() != before + 1) {
            findings.problem(seal, "the seal before it is missing");
        } else if (!Arrays.equals(previous == null ? Seal.NOTHING : previous.head(), seal.previous())) {
            findings.problem(seal, "it does not follow from the seal before it");
        }
    }
}
