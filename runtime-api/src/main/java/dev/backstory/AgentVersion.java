package dev.backstory;

import dev.backstory.context.ContextVersion;
import java.util.Map;

/** Whether the agent is as new as this library. Each works with any other; what only the newer one knows is not carried. */
final class AgentVersion {

    private AgentVersion() {}

    /** Whether an agent is attached that is not switched off: then the context package is its own, from the bootstrap loader. */
    static boolean isRunning(Map<String, String> properties, Map<String, String> environment) {
        String property = properties.get("backstory.enabled");
        String enabled = property != null ? property : environment.get("BACKSTORY_ENABLED");
        return ContextVersion.class.getClassLoader() == null
                && (enabled == null || !enabled.strip().equalsIgnoreCase("false"));
    }

    /** For the log; empty when there is nothing to say: an agent that is newer can all that this library asks of it. */
    static String complaint() {
        int loaded = ContextVersion.loaded();
        return loaded >= ContextVersion.COMPILED
                ? ""
                : "the agent is older than the runtime API (its context package is of version " + loaded + ", not "
                        + ContextVersion.COMPILED + "), so it does not carry what came later; update the agent";
    }
}
