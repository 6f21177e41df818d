package dev.backstory.viewer.access;

/**
 * Somebody who looks at stories.
 *
 * @param name as whoever authenticated them calls them
 * @param role what they may see
 */
public record Visitor(String name, Role role) {}
