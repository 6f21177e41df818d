/**
 * The premain class and the loader that hides the rest of the agent. Class loader: the bootstrap loader when the jar kept
 * its name ({@code Boot-Class-Path}), else the system loader.
 */
@NullMarked
package dev.backstory.agent;

import org.jspecify.annotations.NullMarked;
