package dev.backstory.sample;

import dev.backstory.Events;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders over HTTP. */
@RestController
class OrderController {

    private final OrderBook book;
    private final CashDesk cashDesk;

    OrderController(OrderBook book, CashDesk cashDesk) {
        this.book = book;
        this.cashDesk = cashDesk;
    }

    @PostMapping("/orders")
    ResponseEntity<OrderBook.Entry> place(@RequestBody OrderRequest request) {
        Order order = book.add(request);
        Events.publish(new ShopEvents.OrderPlaced(order.id(), request.customer(), request.items(), request.amount()));
        cashDesk.charge(order);
        return ResponseEntity.created(URI.create("/orders/" + order.id()))
                .body(new OrderBook.Entry(order.id(), request.customer(), request.amount(), "placed"));
    }

    @GetMapping("/orders/{id}")
    ResponseEntity<OrderBook.Entry> state(@PathVariable("id") String id) {
        return ResponseEntity.ofNullable(book.find(id));
    }
}
