package dev.backstory.sample.demo;

/** An order that the shop took, and the reference that its response carried. */
record Placed(Wish wish, String orderId, String correlationId) {}
