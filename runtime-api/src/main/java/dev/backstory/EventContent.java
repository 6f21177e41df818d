package dev.backstory;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What an event says, before it is stamped with where it was published. */
record EventContent(String type, List<String> subjects, ObjectNode data) {}
