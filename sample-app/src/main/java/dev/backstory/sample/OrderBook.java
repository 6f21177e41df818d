package dev.backstory.sample;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The shop's own table: which orders there are, and how far each has come. */
@Repository
class OrderBook {

    private final JdbcClient jdbc;

    OrderBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql("create sequence if not exists order_number start 4822").update();
        jdbc.sql("create table if not exists orders (id text primary key, customer text not null,"
                        + " amount numeric not null, state text not null)")
                .update();
    }

    Order add(OrderRequest request) {
        String id = jdbc.sql("insert into orders (id, customer, amount, state)"
                        + " values (nextval('order_number')::text, ?, ?, 'placed') returning id")
                .params(request.customer(), request.amount())
                .query(String.class)
                .single();
        return new Order(id, request);
    }

    void update(Order order, String state) {
        jdbc.sql("update orders set state = ? where id = ?")
                .params(state, order.id())
                .update();
    }

    @Nullable
    Entry find(String id) {
        return jdbc.sql("select id, customer, amount, state from orders where id = ?")
                .param(id)
                .query((row, number) ->
                        new Entry(row.getString(1), row.getString(2), row.getBigDecimal(3), row.getString(4)))
                .optional()
                .orElse(null);
    }

    /** An order as customers see it. */
    record Entry(String id, String customer, BigDecimal amount, String state) {}
}
