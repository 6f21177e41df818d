/**
 * Tests of the encryption of personal data.
 *
 * <p>Class loader: the application's.
 */
@org.jspecify.annotations.NullMarked
package dev.backstory.personal;
