package dev.backstory.store.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Something that is done now and then beside storing, by whichever process comes first. */
interface Chore {

    /** Does what there is to do; the connection is in autocommit before and after. */
    void run(Connection connection) throws SQLException, IOException;

    /** What is not done when that failed, as the beginning of a sentence for the log. */
    String failure();
}
