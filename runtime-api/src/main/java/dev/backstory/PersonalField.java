package dev.backstory;

import tools.jackson.core.JsonPointer;

/**
 * A personal value in an event's data.
 *
 * @param at where it is
 * @param subject whose it is
 */
record PersonalField(JsonPointer at, SubjectTemplate subject) {}
