package dev.backstory.it.store;

import dev.backstory.it.PostgresServer;

/** How many rows each transaction removes from tables, from now on. */
final class Deletions {

    private final PostgresServer.Database database;

    Deletions(PostgresServer.Database database, String... tables) {
        this.database = database;
        database.execute("CREATE TABLE deletions (transaction xid8, of_table name, removed bigint)");
        database.execute(
                "CREATE FUNCTION note_deletion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO"
                        + " public.deletions SELECT pg_current_xact_id(), tg_table_name, count(*) FROM gone; RETURN NULL; END $$");
        for (String each : tables) {
            database.execute("CREATE TRIGGER note_deletion AFTER DELETE ON backstory." + each
                    + " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deletion()");
        }
    }

    /** All that were removed from the table. */
    long all(String table) {
        return number("SELECT coalesce(sum(removed), 0) FROM deletions WHERE of_table = '" + table + "'");
    }

    /** The most that one transaction removed from it. */
    long mostAtOnce(String table) {
        return number("SELECT coalesce(max(removed), 0) FROM (SELECT sum(removed) AS removed FROM deletions"
                + " WHERE of_table = '" + table + "' GROUP BY transaction) AS each");
    }

    private long number(String sql) {
        return Long.parseLong(String.valueOf(database.queryOne(sql)));
    }
}
