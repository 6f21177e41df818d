package dev.backstory.agent.boundary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One boundary: its name, which is also its switch, and the classes that it changes. Everything but {@link #changes} is
 * written without ByteBuddy, which a start with all classes in the {@link ClassCache} does not load at all.
 */
public interface AgentBoundary {

    /** As in {@code backstory.boundary.<name>.enabled} and in {@code via}. */
    String name();

    /** The cheap look at each class that is loaded: whether {@link #changes} may change it. */
    boolean looksAt(String className, @Nullable ClassLoader loader);

    /**
     * The second look: all that decides, beside the class file and this boundary's code, what becomes of the class. Null when
     * nothing does.
     */
    default @Nullable String kind(String className, @Nullable ClassLoader loader, byte[] classFile) {
        return "";
    }

    /** What it changes. Called when the first class needs it. */
    List<Change> changes();

    /** What must be in place before the first class is changed. */
    default void prepare() {}
}
