package dev.backstory.sample;

import dev.backstory.EventType;
import dev.backstory.Subject;
import java.math.BigDecimal;
import java.util.List;

/** What can happen in the shop. Plain records: nothing in them says which request they belong to. */
final class ShopEvents {

    private ShopEvents() {}

    @Subject("shop/{name}")
    record ShopOpened(String name) {}

    @Subject("order/{orderId}")
    @Subject("customer/{customerId}")
    record OrderPlaced(String orderId, String customerId, List<Item> items, BigDecimal amount) {}

    @Subject("order/{orderId}")
    @Subject("customer/{customerId}")
    record PaymentSuccessful(String orderId, String customerId, BigDecimal amount) {}

    @EventType("PaymentFailed")
    @Subject("order/{orderId}")
    @Subject("customer/{customerId}")
    record CardDeclined(String orderId, String customerId, BigDecimal amount, String reason) {}

    @Subject("order/{orderId}")
    record ShipmentRequested(String orderId, String deliverTo) {}

    @Subject("customer/{customerId}")
    @Subject("order/{orderId}")
    record ReceiptSent(String customerId, String orderId) {}

    @Subject("item/{sku}")
    record StockReplenished(String sku, int added) {}
}
