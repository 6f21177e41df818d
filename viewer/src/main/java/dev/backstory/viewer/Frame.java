package dev.backstory.viewer;

import dev.backstory.viewer.access.Visitor;
import java.util.List;

/**
 * What surrounds each page.
 *
 * @param links the viewer's own addresses
 * @param visitor who looks
 * @param identified whether somebody authenticated them
 * @param away the stores that did not answer, so that what is shown may lack something
 */
public record Frame(Links links, Visitor visitor, boolean identified, List<String> away) {

    Frame without(List<String> stores) {
        return new Frame(links, visitor, identified, List.copyOf(stores));
    }
}
