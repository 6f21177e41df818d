package dev.backstory.context;

/**
 * Which state of this package is there. With an agent it is the agent's copy that everybody has, and the library that calls it may be
 * older or newer. Whatever is added here, and called by the library, makes the number one more; the library asks for it before it calls.
 */
public final class ContextVersion {

    /** What the caller was compiled with: the compiler copies a constant into the class that names it. */
    public static final int COMPILED = 1;

    private ContextVersion() {}

    /** What is there. */
    public static int loaded() {
        return COMPILED;
    }
}
