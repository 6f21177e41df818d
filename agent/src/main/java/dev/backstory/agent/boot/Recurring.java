package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;

/** What a task carries that runs again and again: where it was scheduled, which is not where its runs belong. */
record Recurring(CausalContext scheduledIn) {}
