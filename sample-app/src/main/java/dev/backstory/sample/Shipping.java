package dev.backstory.sample;

import dev.backstory.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

/** The shop's own queue and the packers who work on it, from the start of the shop to its end. */
@Service
class Shipping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Shipping.class);

    private final BlockingQueue<Order> packing = new LinkedBlockingQueue<>();
    private final List<Thread> packers = new ArrayList<>();
    private final OrderBook book;
    private final Warehouse warehouse;
    private final ExecutorService mail;
    private final Parcels parcels;
    private final ShopSettings settings;

    Shipping(
            OrderBook book,
            Warehouse warehouse,
            @Qualifier("mail") ExecutorService mail,
            Parcels parcels,
            ShopSettings settings) {
        this.book = book;
        this.warehouse = warehouse;
        this.mail = mail;
        this.parcels = parcels;
        this.settings = settings;
    }

    void ship(Order order) {
        packing.add(order);
    }

    private void work() {
        try {
            while (true) {
                pack(packing.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pack(Order order) {
        try {
            handOver(order);
        } catch (RuntimeException e) {
            log.error("Order {} could not be shipped", order.id(), e);
        }
    }

    private void handOver(Order order) {
        order.request().items().forEach(warehouse::remove);
        Events.publish(
                new ShopEvents.ShipmentRequested(order.id(), order.request().deliverTo()));
        parcels.send(order);
        book.update(order, "shipped");
        var unused = CompletableFuture.runAsync(() -> sendReceipt(order), mail);
    }

    private void sendReceipt(Order order) {
        Events.publish(new ShopEvents.ReceiptSent(order.request().customer(), order.id()));
        book.update(order, "confirmed");
    }

    @Override
    public void start() {
        for (int i = 1; i <= settings.packers(); i++) {
            Thread packer = new Thread(this::work, "packer-" + i);
            packer.start();
            packers.add(packer);
        }
    }

    @Override
    public void stop() {
        packers.forEach(Thread::interrupt);
        packers.clear();
    }

    @Override
    public boolean isRunning() {
        return !packers.isEmpty();
    }
}
