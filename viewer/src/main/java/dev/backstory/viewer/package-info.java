/**
 * The read-only web viewer: a servlet that can be mounted in a host application, and a small server and {@code main} of
 * its own. Pages are the templates in {@code src/main/jte}, precompiled by the build.
 *
 * <p>Class loader: the viewer's.
 */
@NullMarked
package dev.backstory.viewer;

import org.jspecify.annotations.NullMarked;
