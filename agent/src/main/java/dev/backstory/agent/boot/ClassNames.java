package dev.backstory.agent.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chosen classes, by their names as in {@code com.acme.events.*, com.acme.Shop$Opened}: {@code *} stands for anything. */
final class ClassNames {

    private final List<Pattern> patterns = new ArrayList<>();

    private ClassNames() {}

    /** From names divided by commas; without any there is no such class. */
    static ClassNames parse(@Nullable String list) {
        ClassNames names = new ClassNames();
        for (String each : (list == null ? "" : list).split("[,\\s]+", -1)) {
            if (!each.isEmpty()) {
                names.patterns.add(Pattern.compile(
                        "\\Q".concat(each.replace("*", "\\E.*\\Q")).concat("\\E")));
            }
        }
        return names;
    }

    boolean areNone() {
        return patterns.isEmpty();
    }

    boolean match(Class<?> type) {
        for (Pattern each : patterns) {
            if (each.matcher(type.getName()).matches()) {
                return true;
            }
        }
        return false;
    }
}
