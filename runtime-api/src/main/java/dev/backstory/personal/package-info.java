/**
 * Personal data: keys of data subjects, fields encrypted under them, and how both are read after a key was destroyed.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.personal;

import org.jspecify.annotations.NullMarked;
