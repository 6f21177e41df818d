package dev.backstory;

import dev.backstory.context.ContextVersion;

/** Whether the agent is as new as this library. Each works with any other; what only the newer one knows is not carried. */
final class AgentVersion {

    private AgentVersion() {}

    /** For the log; empty when there is nothing to say: an agent that is newer can all that this library asks of it. */
    static String complaint() {
        int loaded = ContextVersion.loaded();
        return loaded >= ContextVersion.COMPILED
                ? ""
                : "the agent is older than the runtime API (its context package is of version " + loaded + ", not "
                        + ContextVersion.COMPILED + "), so it does not carry what came later; update the agent";
    }
}
