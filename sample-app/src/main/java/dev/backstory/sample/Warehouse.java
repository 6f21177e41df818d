package dev.backstory.sample;

import dev.backstory.Events;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/** Counts what is on the shelves, and fills them up now and then. */
@Service
class Warehouse {

    private static final int FULL = 1_000;
    private static final int LOW = 950;

    private final Map<String, Integer> shelves = new ConcurrentHashMap<>();

    void remove(Item item) {
        shelves.merge(item.sku(), FULL - item.quantity(), (left, first) -> left - item.quantity());
    }

    /** Run every few seconds; a shelf that needs nothing is nothing to tell. */
    void check() {
        shelves.forEach((sku, left) -> {
            if (left < LOW && shelves.replace(sku, left, FULL)) {
                Events.publish(new ShopEvents.StockReplenished(sku, FULL - left));
            }
        });
    }
}
