package dev.backstory.seal;

import java.util.List;

/**
 * What checking the seals found.
 *
 * @param seals how many seals there are
 * @param events how many sealed events were read and compared
 * @param dropped how many sealed events are gone because retention dropped their whole month
 * @param unsealed how many events are in no seal yet
 * @param problems what is not as it was sealed, one sentence each; empty: nothing was changed
 * @param remarks what a reader should know besides
 */
public record Verification(
        int seals, long events, long dropped, long unsealed, List<String> problems, List<String> remarks) {

    public Verification {
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }
}
