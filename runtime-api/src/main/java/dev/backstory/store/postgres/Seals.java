package dev.backstory.store.postgres;

import dev.backstory.seal.Seal;
import dev.backstory.seal.SealKey;
import dev.backstory.seal.Sealer;
import dev.backstory.seal.Verification;
import dev.backstory.seal.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The seals of closed days, for operators: made, listed and checked. */
public final class Seals {

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Connections connections;

    /** Of the database at that JDBC URL; user and password null: as the URL says. */
    public Seals(String url, @Nullable String user, @Nullable String password) {
        this.connections = Connections.to(url, user, password, PATIENCE);
    }

    /** Of the database that the source leads to. */
    public Seals(DataSource source) {
        this.connections = Connections.from(source, PATIENCE);
    }

    /**
     * Seals all days that are over and not sealed yet; none when another process is doing so.
     *
     * @param key signs them; null: they are not signed
     * @param lastDay only up to this day, included; {@link LocalDate#MAX}: all
     */
    public List<Seal> seal(@Nullable SealKey key, LocalDate lastDay) {
        return connections.with(connection -> new Sealer(connection, key, Clock.systemUTC()).sealUpTo(lastDay));
    }

    /** All seals in their order. */
    public List<Seal> all() {
        return connections.with(Seal::all);
    }

    /**
     * Compares everything that is stored with its seals.
     *
     * @param key the public key that all seals have to be signed by; null: signatures are not looked at
     * @param exported heads by number, in hexadecimal digits, as they were exported earlier; empty: none were kept
     * @param keep no younger month may be gone; null: that is not known
     */
    public Verification verify(@Nullable SealKey key, Map<Integer, String> exported, @Nullable Duration keep) {
        return connections.with(connection -> new Verifier(connection).verify(key, exported, keep));
    }
}
