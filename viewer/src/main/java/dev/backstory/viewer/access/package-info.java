/**
 * Who may look, what each role may see, and the record of who looked at what. Everything here errs on the closed side: an
 * address, a role or a field that nobody allowed is refused.
 *
 * <p>Class loader: the viewer's.
 */
@NullMarked
package dev.backstory.viewer.access;

import org.jspecify.annotations.NullMarked;
