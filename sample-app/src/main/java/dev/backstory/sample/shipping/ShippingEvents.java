package dev.backstory.sample.shipping;

import dev.backstory.Subject;

/** What can happen to a parcel once the shop has handed it over. */
final class ShippingEvents {

    private ShippingEvents() {}

    @Subject("order/{orderId}")
    record ParcelAccepted(String orderId) {}

    @Subject("order/{orderId}")
    record CarrierUnavailable(String orderId, int attempt, String reason) {}

    @Subject("order/{orderId}")
    record ParcelShipped(String orderId, String deliverTo) {}
}
