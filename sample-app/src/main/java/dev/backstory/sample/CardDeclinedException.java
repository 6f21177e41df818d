package dev.backstory.sample;

/** Ends the charge of an order half-way, in a thread where nobody catches it. */
final class CardDeclinedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CardDeclinedException(String orderId) {
        super("The card for order " + orderId + " was declined");
    }
}
