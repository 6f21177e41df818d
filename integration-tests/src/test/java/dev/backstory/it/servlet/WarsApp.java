package dev.backstory.it.servlet;

import dev.backstory.Events;
import dev.backstory.context.CausalContext;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Web applications with a runtime API and a store each. */
final class WarsApp {

    /** The driver has a thread that stays for half a minute after its last connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** ObjectMethods of JDK 17 has a handle that remembers the record class that it was last adapted to. */
    private static final int KEPT_BY_JDK = Runtime.version().feature() == 17 ? 1 : 0;

    private static @Nullable WarHost host;
    private static final List<WeakReference<ClassLoader>> LOADERS = new ArrayList<>();

    private WarsApp() {}

    private static synchronized WarHost host() throws Exception {
        if (host == null) {
            host = Class.forName(System.getProperty("it.host"))
                    .asSubclass(WarHost.class)
                    .getDeclaredConstructor()
                    .newInstance();
        }
        return host;
    }

    /** Deploys the application under that path; the port. */
    static int deploy(String path, String url, String user, String password) throws Exception {
        ClassLoader own = host().deploy(
                        path, Map.of("backstory.url", url, "backstory.user", user, "backstory.password", password));
        if (own.loadClass(Events.class.getName()) == Events.class) {
            throw new IllegalStateException("the application does not have its own runtime API");
        }
        if (own.loadClass(CausalContext.class.getName()) != CausalContext.class) {
            throw new IllegalStateException("the application has a context package of its own");
        }
        LOADERS.add(new WeakReference<>(own));
        return host().port();
    }

    static void undeploy(String path) throws Exception {
        host().undeploy(path);
    }

    /** How many loaders of applications that were undeployed stay, while so many are deployed. */
    static int left(String deployed) {
        int allowed = Integer.parseInt(deployed) + KEPT_BY_JDK;
        long began = System.nanoTime();
        do {
            System.gc();
            LOADERS.removeIf(each -> each.get() == null);
        } while (LOADERS.size() > allowed && System.nanoTime() - began < PATIENCE.toNanos());
        return Math.max(0, LOADERS.size() - allowed);
    }
}
