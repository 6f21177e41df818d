package dev.backstory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A list of names with {@code *} for anything, compared without regard to case, {@code _} and {@code -}. */
final class Globs {

    private final List<String> patterns = new ArrayList<>();

    private Globs(String list) {
        for (String each : list.split("[,\\s]+", -1)) {
            String pattern = plain(each);
            if (!pattern.isEmpty() && !pattern.equals("none")) {
                patterns.add(pattern);
            }
        }
    }

    /** From names divided by commas; {@code none} is an empty list. */
    static Globs of(String list) {
        return new Globs(list);
    }

    boolean matches(String name) {
        String plain = plain(name);
        for (String each : patterns) {
            if (matches(each, 0, plain, 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, int at, String name, int from) {
        int star = pattern.indexOf('*', at);
        if (star < 0) {
            return name.length() - from == pattern.length() - at && name.startsWith(pattern.substring(at), from);
        }
        if (!name.startsWith(pattern.substring(at, star), from)) {
            return false;
        }
        for (int i = from + star - at; i <= name.length(); i++) {
            if (matches(pattern, star + 1, name, i)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
