package dev.backstory.sample;

import dev.backstory.Events;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Charges cards in the background: the customer does not wait for the bank. */
@Service
class CashDesk {

    private final ExecutorService cashiers;
    private final OrderBook book;
    private final Shipping shipping;
    private final ShopSettings settings;

    CashDesk(
            @Qualifier("payments") ExecutorService cashiers, OrderBook book, Shipping shipping, ShopSettings settings) {
        this.cashiers = cashiers;
        this.book = book;
        this.shipping = shipping;
        this.settings = settings;
    }

    void charge(Order order) {
        cashiers.execute(() -> chargeNow(order));
    }

    private void chargeNow(Order order) {
        OrderRequest request = order.request();
        askTheBank();
        if (!request.cardCovers()) {
            Events.publish(new ShopEvents.CardDeclined(
                    order.id(), request.customer(), request.amount(), "insufficient funds"));
            book.update(order, "declined");
            throw new CardDeclinedException(order.id());
        }
        Events.publish(new ShopEvents.PaymentSuccessful(order.id(), request.customer(), request.amount()));
        book.update(order, "paid");
        shipping.ship(order);
    }

    private void askTheBank() {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.cardTime().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
