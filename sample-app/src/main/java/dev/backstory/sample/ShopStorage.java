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
        return ShopDatabase.configured(key -> environment.getProperty(key, ""));
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

    @Bean(destroyMethod = "close")
    EventPublisher publisher(ShopDatabase database) {
        EventPublisher publisher = database.publisher("shop");
        Events.use(publisher);
        return publisher;
    }
}
