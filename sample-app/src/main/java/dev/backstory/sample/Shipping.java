package dev.backstory.sample;

import dev.backstory.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

/** The shop's own queue and the packers who work on it, from the start of the shop to its end. */
@Service
class Shipping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Shipping.class);

    private final BlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>();
    private final List<Thread> packers = new ArrayList<>();
    private final OrderBook book;
    private final Warehouse warehouse;
    private final ExecutorService mail;
    private final ScheduledExecutorService carrier;
    private final ShopSettings settings;

    Shipping(
            OrderBook book,
            Warehouse warehouse,
            @Qualifier("mail") ExecutorService mail,
            @Qualifier("carrier") ScheduledExecutorService carrier,
            ShopSettings settings) {
        this.book = book;
        this.warehouse = warehouse;
        this.mail = mail;
        this.carrier = carrier;
        this.settings = settings;
    }

    void ship(Order order) {
        parcels.add(new Parcel(order, 1));
    }

    private void pack() {
        try {
            while (true) {
                send(parcels.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Parcel parcel) {
        try {
            if (parcel.attempt() <= parcel.order().request().missedFerries()) {
                missTheFerry(parcel);
            } else {
                handOver(parcel);
            }
        } catch (RuntimeException e) {
            log.error("Order {} could not be shipped", parcel.order().id(), e);
        }
    }

    private void missTheFerry(Parcel parcel) {
        Events.publish(new ShopEvents.CarrierUnavailable(parcel.order().id(), parcel.attempt(), "the ferry has left"));
        Parcel again = new Parcel(parcel.order(), parcel.attempt() + 1);
        var unused =
                carrier.schedule(() -> parcels.add(again), settings.ferryTime().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void handOver(Parcel parcel) {
        Order order = parcel.order();
        order.request().items().forEach(warehouse::remove);
        Events.publish(
                new ShopEvents.ShipmentRequested(order.id(), order.request().deliverTo(), parcel.attempt()));
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
            Thread packer = new Thread(this::pack, "packer-" + i);
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

    private record Parcel(Order order, int attempt) {}
}
