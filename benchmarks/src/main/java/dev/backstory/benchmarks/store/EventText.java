package dev.backstory.benchmarks.store;

import dev.backstory.context.UuidV7;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An event as the contenders that are written here send it: the values of {@link EventTable#COLUMNS}. */
record EventText(String id, String subjects, String data, String correlationId, String thread, String occurredAt) {

    static final String TYPE = "OrderPlaced";
    static final String METADATA = "{\"tenant\":\"t7\"}";
    static final String INSTANCE = "00000000-0000-0000-0000-000000000001";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static EventText next() {
        OrderPlaced order = OrderPlaced.next();
        return new EventText(
                UuidV7.nextText(),
                "{order/" + order.orderId() + ",customer/" + order.customerId() + "}",
                JSON.writeValueAsString(order),
                UuidV7.nextText(),
                Thread.currentThread().getName(),
                Instant.now().toString());
    }

    List<String> values() {
        return List.of(id, TYPE, subjects, data, METADATA, correlationId, thread, occurredAt, INSTANCE);
    }
}
