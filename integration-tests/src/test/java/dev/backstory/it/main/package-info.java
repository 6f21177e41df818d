/** The program's {@code main} and an engineer's console session as origins of stories. Class loader: the application's. */
@NullMarked
package dev.backstory.it.main;

import org.jspecify.annotations.NullMarked;
