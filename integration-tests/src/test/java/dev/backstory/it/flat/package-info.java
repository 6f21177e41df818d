/** What is left of a great many hops: nothing. */
@NullMarked
package dev.backstory.it.flat;

import org.jspecify.annotations.NullMarked;
