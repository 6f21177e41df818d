package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Place;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application's named modules, those of layers included, read the module that the context package is in with the
 * agent: the bootstrap loader's unnamed one. Without it the JVM answers their first use of the package with {@code
 * IllegalAccessError}.
 */
final class ModuleReads {

    private static final Module BOOT_CLASSES = Place.class.getModule();

    private final Instrumentation instrumentation;
    private final Map<Module, Boolean> seen = Collections.synchronizedMap(new WeakHashMap<>());

    ModuleReads(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** Called before a class of the module is there, and so before it can use another. */
    void addTo(@Nullable Module module, @Nullable ClassLoader loader) {
        if (module == null
                || !module.isNamed()
                || loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || seen.put(module, Boolean.TRUE) != null) {
            return;
        }
        addTo(module);
    }

    /** Also for {@code java.base}, whose classes get one of our interfaces. */
    void addTo(Module module) {
        instrumentation.redefineModule(module, Set.of(BOOT_CLASSES), Map.of(), Map.of(), Set.of(), Map.of());
    }
}
