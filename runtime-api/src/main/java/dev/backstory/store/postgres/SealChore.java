package dev.backstory.store.postgres;

import dev.backstory.seal.Seal;
import dev.backstory.seal.SealKey;
import dev.backstory.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals the days that are over. */
final class SealChore implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(SealChore.class);

    private final @Nullable Path key;

    SealChore(@Nullable Path key) {
        this.key = key;
    }

    @Override
    public void run(Connection connection) throws SQLException, IOException {
        SealKey signing = key == null ? null : SealKey.read(key);
        List<Seal> made = new Sealer(connection, signing, Clock.systemUTC()).seal();
        // Also a copy outside the database, if logs are kept elsewhere.
        made.forEach(each -> LOG.info("Sealed {}: {} events, head {}", each.day(), each.events(), each.headHex()));
    }

    @Override
    public String failure() {
        return "Days that are over could not be sealed";
    }
}
