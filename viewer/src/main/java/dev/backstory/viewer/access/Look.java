package dev.backstory.viewer.access;

/**
 * Somebody looked at something.
 *
 * @param visitor who
 * @param address from where, as the container reports it
 * @param what which page: {@code story}, {@code event}, {@code markdown}, {@code show}, {@code search}, …
 * @param about the story's correlation id, or what was searched for
 * @param reason why hidden fields were shown; empty when none were
 */
public record Look(Visitor visitor, String address, String what, String about, String reason) {}
