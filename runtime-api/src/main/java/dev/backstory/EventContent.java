package dev.backstory;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an event says, before it is stamped with where it was published.
 *
 * @param personal the fields of its data that are about a person, still readable
 */
record EventContent(String type, List<String> subjects, ObjectNode data, List<PersonalField> personal) {}
