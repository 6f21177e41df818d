package dev.backstory.sample.demo;

import java.util.List;

/** What the demo orders, and what must come of it. */
enum Wish {
    GOOD(
            "A good order",
            "visa",
            "town",
            false,
            "OrderPlaced ParcelAccepted ParcelShipped PaymentSuccessful ReceiptSent ShipmentRequested"),
    DECLINED("A declined card", "prepaid-10", "town", true, "OrderPlaced PaymentFailed"),
    TO_THE_ISLAND(
            "A missed ferry",
            "visa",
            "island",
            true,
            "CarrierUnavailable CarrierUnavailable OrderPlaced ParcelAccepted ParcelShipped PaymentSuccessful"
                    + " ReceiptSent ShipmentRequested");

    private final String title;
    private final String card;
    private final String deliverTo;
    private final boolean fails;
    private final String types;

    Wish(String title, String card, String deliverTo, boolean fails, String types) {
        this.title = title;
        this.card = card;
        this.deliverTo = deliverTo;
        this.fails = fails;
        this.types = types;
    }

    String title() {
        return title;
    }

    /** Whether some of the work for it ends with an exception, for good or until it is tried again. */
    boolean fails() {
        return fails;
    }

    /** The types of exactly the events that it leads to, sorted. */
    List<String> types() {
        return List.of(types.split(" ", -1));
    }

    String json() {
        return "{\"customer\":\"42\",\"items\":[{\"sku\":\"tea\",\"quantity\":2}],\"amount\":12.50,\"card\":\"" + card
                + "\",\"deliverTo\":\"" + deliverTo + "\"}";
    }
}
