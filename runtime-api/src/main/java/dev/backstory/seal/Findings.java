package dev.backstory.seal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a check has found so far; of very many problems the first ones and their number. */
final class Findings {

    private static final int LISTED = 100;

    private final List<String> problems = new ArrayList<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private long unlisted;

    void problem(String sentence) {
        if (problems.size() < LISTED) {
            problems.add(sentence);
        } else {
            unlisted++;
        }
    }

    void problem(Seal seal, String what) {
        problem("Seal " + seal.number() + " of " + seal.day() + ": " + what);
    }

    void problemOnce(String sentence) {
        if (!problems.contains(sentence)) {
            problem(sentence);
        }
    }

    void remark(String sentence) {
        remarks.add(sentence);
    }

    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (unlisted > 0) {
            all.add("… and " + unlisted + " further problems");
        }
        return all;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }
}
