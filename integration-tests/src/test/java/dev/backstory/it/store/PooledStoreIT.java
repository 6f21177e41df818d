package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;
import dev.backstory.seal.Sealer;
import dev.backstory.seal.Verifier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL behind a pooler that lends connections for one transaction: whatever a session has is another's next. */
class PooledStoreIT extends DatabaseStoreContract {

    private final PostgresServer.Database database = PostgresServer.newDatabase("pooled");
    private final PgBouncer pooler = PgBouncer.before(database);

    @Override
    EventPublisher open(int port, Map<String, String> settings) {
        return Publishers.to(TcpProxy.url(pooler.url(database), port), database, settings);
    }

    @Override
    int port() {
        return TcpProxy.portOf(pooler.url(database));
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(pooler.url(database), database.user(), database.password());
    }

    @AfterAll
    void stop() {
        pooler.close();
    }

    @Test
    void connections_are_given_back_as_they_were_lent() throws SQLException {
        EventPublisher publisher = open(Map.of("backstory.personal", "step.address: user/{user}"));
        for (int i = 0; i < 20; i++) {
            publisher.publish(Event.of("Lent").correlationId("lent"));
        }
        publisher.close();
        try (Connection client = connect()) {
            new Sealer(client, null, Clock.systemUTC()).seal();
            assertThat(new Verifier(client).verify(null, Map.of(), null).problems())
                    .isEmpty();
        }
        Set<String> settings = new HashSet<>();
        List<Connection> clients = new ArrayList<>();
        // As many transactions at once as there are connections see each of them.
        for (int i = 0; i < PgBouncer.CONNECTIONS - 1; i++) {
            Connection client = connect();
            clients.add(client);
            client.setAutoCommit(false);
            settings.addAll(changedSettings(client));
        }
        for (Connection each : clients) {
            each.close();
        }
        assertThat(settings).isEmpty();
    }

    /** What somebody has set in the session, but for what each connection of the driver does. */
    private static Set<String> changedSettings(Connection connection) throws SQLException {
        Set<String> changed = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name || '=' || setting FROM pg_settings"
                        + " WHERE source = 'session' AND name IN ('lock_timeout', 'plan_cache_mode',"
                        + " 'statement_timeout', 'default_transaction_read_only',"
                        + " 'default_transaction_isolation')")) {
            while (rows.next()) {
                changed.add(rows.getString(1));
            }
        }
        return changed;
    }
}
