package dev.backstory.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One running process that publishes events.
 *
 * @param id made anew at each start
 * @param service the service's name, as configured
 * @param host the host's name
 * @param pid the process id on that host
 * @param startedAt by the database's clock
 * @param heartbeatAt when it was last heard of, by the database's clock
 * @param stoppedAt when it said goodbye; null while it runs, or when it ended without a word
 * @param alive whether the store considers it running: not stopped, and heard of recently
 */
public record Instance(
        String id,
        String service,
        String host,
        long pid,
        Instant startedAt,
        Instant heartbeatAt,
        @Nullable Instant stoppedAt,
        boolean alive) {}
