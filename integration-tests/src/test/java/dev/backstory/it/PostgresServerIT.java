package dev.backstory.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class PostgresServerIT {

    @Test
    void each_database_is_new_and_commits_are_durable() {
        PostgresServer.Database one = PostgresServer.newDatabase("server");
        PostgresServer.Database other = PostgresServer.newDatabase("server");
        assertThat(one.url()).isNotEqualTo(other.url());
        one.execute("CREATE TABLE here (id int)");
        assertThat(other.queryOne("SELECT to_regclass('here')")).isNull();
        assertThat(one.queryOne("SHOW synchronous_commit")).isEqualTo("on");
    }

    @Test
    void the_server_is_of_the_version_that_this_run_is_about() {
        assumeThat(PostgresServer.given()).isNull();
        assertThat(PostgresServer.newDatabase("server").queryOne("SHOW server_version"))
                .startsWith(PostgresServer.VERSION + ".");
    }
}
