package dev.backstory.benchmarks.store;

import dev.backstory.context.UuidV7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * What message-db's {@code write_message} does, as its documentation describes it: it locks the stream's category until the
 * commit, looks up the stream's version, inserts one row under three indexes. Its own SQL is in no Maven artifact.
 */
final class MessageDb implements Contender {

    private static final String SCHEMA = """
            CREATE TABLE messages (
                global_position bigserial PRIMARY KEY,
                position        bigint    NOT NULL,
                id              uuid      NOT NULL,
                time            timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'),
                stream_name     text      NOT NULL,
                type            text      NOT NULL,
                data            jsonb,
                metadata        jsonb
            );
            CREATE FUNCTION category(stream text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
            BEGIN
                RETURN split_part(stream, '-', 1);
            END $$;
            CREATE UNIQUE INDEX ON messages (id);
            CREATE UNIQUE INDEX ON messages (stream_name, position);
            CREATE INDEX ON messages
                (category(stream_name), global_position, category(metadata ->> 'correlationStreamName'));
            CREATE FUNCTION write_message(new_id text, stream text, new_type text, new_data jsonb, new_metadata jsonb)
                RETURNS bigint LANGUAGE plpgsql AS $$
            DECLARE
                next_position bigint;
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtextextended(category(stream), 0));
                SELECT coalesce(max(position), -1) + 1 INTO next_position FROM messages WHERE stream_name = stream;
                INSERT INTO messages (id, stream_name, position, type, data, metadata)
                    VALUES (new_id::uuid, stream, next_position, new_type, new_data, new_metadata);
                RETURN next_position;
            END $$
            """;

    private final Lanes<PreparedStatement> lanes;

    MessageDb(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        this.lanes = new Lanes<>(
                database,
                connection -> connection.prepareStatement("SELECT write_message(?, ?, ?, ?::jsonb, ?::jsonb)"));
    }

    @Override
    public String title() {
        return "message-db's write_message (rebuilt)";
    }

    @Override
    public long publish(int publisher, BooleanSupplier more) throws SQLException {
        PreparedStatement write = lanes.of(publisher);
        long events = 0;
        while (more.getAsBoolean()) {
            EventText event = EventText.next();
            write.setString(1, event.id());
            write.setString(2, "order-" + UuidV7.nextText());
            write.setString(3, EventText.TYPE);
            write.setString(4, event.data());
            write.setString(5, EventText.METADATA);
            write.executeQuery().close();
            events++;
        }
        return events;
    }

    @Override
    public void close() throws SQLException {
        lanes.close();
    }
}
