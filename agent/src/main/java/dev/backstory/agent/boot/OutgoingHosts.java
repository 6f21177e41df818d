package dev.backstory.agent.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * To whom ids are sent, as in {@code backstory.outgoing.hosts}: {@code local} (loopback, private addresses and names without
 * a dot), names, {@code *.example.com} with all below it, addresses and ranges, {@code *} for everybody. Names are compared as
 * they are written; nothing is resolved.
 */
final class OutgoingHosts {

    static final String LOCAL = "local";

    private final List<String> names = new ArrayList<>();
    private final List<String> suffixes = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private Peers addresses = Peers.parse("");
    private boolean local;
    private boolean everybody;

    private OutgoingHosts() {}

    static OutgoingHosts parse(@Nullable String setting) {
        OutgoingHosts hosts = new OutgoingHosts();
        StringBuilder ranges = new StringBuilder();
        for (String part : (setting == null ? LOCAL : setting).split(",", -1)) {
            hosts.add(part.trim().toLowerCase(Locale.ROOT), ranges);
        }
        hosts.addresses =
                Peers.parse(ranges.append(hosts.local ? Peers.PRIVATE : "").toString());
        return hosts;
    }

    private void add(String entry, StringBuilder ranges) {
        if (entry.equals(LOCAL)) {
            local = true;
        } else if (entry.equals("*")) {
            everybody = true;
        } else if (entry.startsWith("*.") && isName(entry.substring(2))) {
            suffixes.add(entry.substring(1));
        } else if (isRange(entry)) {
            ranges.append(entry).append(',');
        } else if (isName(entry)) {
            names.add(entry);
        } else if (!entry.isEmpty()) {
            mistakes.add(entry);
        }
    }

    private static boolean isRange(String entry) {
        try {
            Peers.parse(entry);
            return !entry.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isName(String entry) {
        for (int i = 0; i < entry.length(); i++) {
            char c = entry.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && "-._".indexOf(c) < 0) {
                return false;
            }
        }
        return !entry.isEmpty();
    }

    /** Parts of the setting that are neither name nor range. */
    List<String> mistakes() {
        return mistakes;
    }

    boolean allow(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        if (everybody) {
            return true;
        }
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        name = name.toLowerCase(Locale.ROOT);
        if (addresses.contain(name) || names.contains(name)) {
            return true;
        }
        if (local && name.indexOf('.') < 0 && name.indexOf(':') < 0) {
            return true;
        }
        for (String each : suffixes) {
            if (name.endsWith(each)) {
                return true;
            }
        }
        return false;
    }
}
