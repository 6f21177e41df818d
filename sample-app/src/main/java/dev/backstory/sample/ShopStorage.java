package dev.backstory.sample;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.EventPublisher;
import dev.backstory.Events;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the shop keeps its orders, and where its events go. */
@Configuration
class ShopStorage {

    @Bean(destroyMethod = "close")
    ShopDatabase database(Environment environment) {
        String url = environment.getProperty("backstory.url", "");
        return url.isEmpty()
                ? ShopDatabase.embedded()
                : ShopDatabase.at(
                        url,
                        environment.getProperty("backstory.user", ""),
                        environment.getProperty("backstory.password", ""));
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(ShopDatabase database) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("shop");
        source.setJdbcUrl(database.url());
        if (!database.user().isEmpty()) {
            source.setUsername(database.user());
            source.setPassword(database.password());
        }
        return source;
    }

    @Bean
    JdbcClient jdbc(DataSource source) {
        return JdbcClient.create(source);
    }

    /** All that Backstory has to be told, and only because the database is made on the spot. */
    @Bean(destroyMethod = "close")
    EventPublisher publisher(ShopDatabase database) {
        EventPublisher.Builder builder =
                EventPublisher.builder().service("shop").setting("backstory.url", database.url());
        if (!database.user().isEmpty()) {
            builder.setting("backstory.user", database.user()).setting("backstory.password", database.password());
        }
        EventPublisher publisher = builder.build();
        Events.use(publisher);
        return publisher;
    }
}
