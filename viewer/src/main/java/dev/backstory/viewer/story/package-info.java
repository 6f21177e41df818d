/**
 * The Story model: the records of one correlation id in, a {@link dev.backstory.viewer.story.Story} out. No SQL, no HTML,
 * no clock; the renderings beside it turn a story into text, Markdown and JSON.
 *
 * <p>Class loader: the viewer's.
 */
@NullMarked
package dev.backstory.viewer.story;

import org.jspecify.annotations.NullMarked;
