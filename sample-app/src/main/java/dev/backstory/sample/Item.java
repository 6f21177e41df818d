package dev.backstory.sample;

/** So many of that article. */
record Item(String sku, int quantity) {}
