package dev.backstory.viewer.access;

import dev.backstory.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Keeps it in {@code backstory.access_log}, which takes the right to INSERT there and no other. */
public final class PostgresAccessLog implements AccessLog {

    private static final String KEEP = "INSERT INTO backstory.access_log (visitor, role, address, what, about, reason)"
            + " VALUES (?, ?, ?, ?, ?, ?)";
    private static final int LONGEST = 1_000;

    private final DataSource source;

    public PostgresAccessLog(DataSource source) {
        this.source = source;
    }

    @Override
    public void keep(Look look) {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setString(1, text(look.visitor().name()));
            insert.setString(2, look.visitor().role().key());
            insert.setString(3, text(look.address()));
            insert.setString(4, look.what());
            insert.setString(5, text(look.about()));
            insert.setString(6, text(look.reason()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new StoreUnavailableException("The access log cannot be written: " + e.getMessage(), e);
        }
    }

    private static String text(String text) {
        String stored = text.replace("\0", "");
        return stored.length() <= LONGEST ? stored : stored.substring(0, LONGEST);
    }
}
