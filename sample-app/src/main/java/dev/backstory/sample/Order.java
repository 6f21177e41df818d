package dev.backstory.sample;

/** An order with its number. */
record Order(String id, OrderRequest request) {}
