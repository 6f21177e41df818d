@NullMarked
package dev.backstory.seal;

import org.jspecify.annotations.NullMarked;
