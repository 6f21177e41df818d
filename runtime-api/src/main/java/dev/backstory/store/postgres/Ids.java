package dev.backstory.store.postgres;

import java.util.regex.Pattern;

/** What an id that somebody looks for can be. */
final class Ids {

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern TRACE = Pattern.compile("\\p{XDigit}{32}");

    private Ids() {}

    static boolean isUuid(String id) {
        return UUID.matcher(id).matches();
    }

    static boolean isTrace(String id) {
        return TRACE.matcher(id).matches();
    }
}
