/**
 * Personal data: keys of data subjects, fields encrypted under them, and how both are read after a key was destroyed.
 *
 * <p>Internal, but for a {@link dev.backstory.personal.KeyStore} of your own: public for the packages beside it, not for
 * applications.
 *
 * <p>Class loader: the application's.
 */
@NullMarked
package dev.backstory.personal;

import org.jspecify.annotations.NullMarked;
