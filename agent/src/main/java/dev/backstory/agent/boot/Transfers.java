package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Propagator;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contexts on their way to other processes and back, as the settings allow. */
public final class Transfers {

    static final Propagator PROPAGATOR = Propagator.parse(ProcessSettings.get("backstory.travel"));

    private static final OutgoingHosts HOSTS =
            OutgoingHosts.parse(ProcessSettings.asWritten("backstory.outgoing.hosts"));

    private Transfers() {}

    /** What is wrong in the settings, for people. */
    public static List<String> mistakes() {
        return HOSTS.mistakes();
    }

    /** Writes the calling thread's ids on what leaves it; whether there were any. */
    static boolean inject(Carrier carrier) {
        return PROPAGATOR.inject(CausalContext.currentWithActor(), carrier);
    }

    /** Of an address; null where it has none, and is told nothing. */
    static @Nullable String host(@Nullable String url) {
        try {
            return url == null ? null : new URL(url).getHost();
        } catch (MalformedURLException e) {
            return null;
        }
    }

    /** Writes the calling thread's ids on a call to that host, or takes them off. */
    static void toHost(@Nullable String host, Carrier headers) {
        toHost(host, headers, CausalContext.currentWithActor());
    }

    /** Writes a caller's ids on a call to that host, or takes them off. */
    static void toHost(@Nullable String host, Carrier headers, CausalContext caller) {
        if (HOSTS.allow(host)) {
            PROPAGATOR.inject(caller, headers);
        } else {
            PROPAGATOR.withdraw(headers);
        }
    }

    /** Takes the ids off a call that was sent on to a host that shall not see them. */
    static void redirected(@Nullable String host, Carrier headers) {
        if (!HOSTS.allow(host)) {
            PROPAGATOR.withdraw(headers);
        }
    }
}
