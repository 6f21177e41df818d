package dev.backstory.benchmarks.store;

import dev.backstory.Subject;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The event that each contender stores: its own JSON of it, about 400 bytes. */
@Subject("order/{orderId}")
@Subject("customer/{customerId}")
public record OrderPlaced(
        long orderId, long customerId, String currency, double total, List<Line> lines, String deliverTo) {

    /** A line of the order. */
    public record Line(String article, String name, int quantity, double price) {}

    private static final AtomicLong LAST = new AtomicLong(1_000_000);
    private static final List<Line> LINES = List.of(
            new Line("KB-2201", "Keyboard, mechanical, German layout", 1, 89.9),
            new Line("MO-0042", "Mouse, wireless", 2, 24.5),
            new Line("CA-1100", "Cable, USB-C to USB-C, 2 m", 3, 9.99));

    static OrderPlaced next() {
        long id = LAST.incrementAndGet();
        return new OrderPlaced(id, id % 10_000, "EUR", 168.87, LINES, "Example Street 12, 12345 Example Town, Germany");
    }
}
