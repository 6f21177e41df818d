package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Place;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the boundaries that are switched on in place, and says so in one line. */
public final class Installer {

    private Installer() {}

    /** Called by premain, through the agent's own loader. */
    public static void install(Instrumentation instrumentation) {
        Settings settings = new Settings(System.getProperties(), System::getenv);
        List<AgentBoundary> all = Boundaries.all();
        List<String> names = new ArrayList<>();
        List<String> on = new ArrayList<>();
        List<String> off = new ArrayList<>();
        List<Installed> installed = new ArrayList<>();
        for (AgentBoundary each : all) {
            names.add(each.name());
            if (settings.isOn(each.name())) {
                installed.add(prepared(each));
                on.add(each.name());
            } else {
                off.add(each.name());
            }
        }
        installed.add(prepared(new DelegationBoundary()));
        installed.add(prepared(new DiagnosticsBoundary()));
        ModuleReads reads = new ModuleReads(instrumentation);
        // A JDK class that gets one of our interfaces is checked for access before the JVM adds this edge by itself.
        reads.addTo(Object.class.getModule());
        seeInside(instrumentation);
        ClassCache cache = ClassCaches.of(settings);
        Transformer transformer = new Transformer(installed, cache, reads);
        instrumentation.addTransformer(transformer, true);
        retransformLoaded(instrumentation, transformer);
        transformer.startIsOver();
        cache.startIsOver();
        List<String> mistakes = settings.mistakes(names, System.getenv());
        if (!mistakes.isEmpty()) {
            System.err.println("[backstory] settings: " + String.join("; ", mistakes));
        }
        System.err.println(
                "[backstory] agent carries context over: " + (on.isEmpty() ? "nothing" : String.join(", ", on))
                        + (off.isEmpty() ? "" : "; switched off: " + String.join(", ", off)));
    }

    private static Installed prepared(AgentBoundary boundary) {
        Place place = Place.named(boundary.name());
        place.switchOn();
        boundary.prepare();
        return new Installed(place, boundary);
    }

    /**
     * The headers of {@code HttpURLConnection} are in a package that nobody else may see, and what a future task runs in a field of
     * its own. Open to the agent's classes beside the JDK's alone.
     */
    private static void seeInside(Instrumentation instrumentation) {
        Set<Module> own = Set.of(Place.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("sun.net.www", own),
                Map.of("java.util.concurrent", own),
                Set.of(),
                Map.of());
    }

    /**
     * Classes that were loaded before the agent came get their advice now; a field can no longer be added. It looks again until there is no other: the
     * transformer does not see what another agent's thread was just loading, nor what this work itself loads.
     */
    private static void retransformLoaded(Instrumentation instrumentation, Transformer transformer) {
        Set<Class<?>> known = Collections.newSetFromMap(new IdentityHashMap<>());
        boolean others = true;
        while (others) {
            others = false;
            for (Class<?> each : instrumentation.getAllLoadedClasses()) {
                if (known.add(each)
                        && transformer.hasMissed(each.getName(), each.getClassLoader())
                        && instrumentation.isModifiableClass(each)) {
                    others = true;
                    retransform(instrumentation, each);
                }
            }
        }
    }

    private static void retransform(Instrumentation instrumentation, Class<?> loaded) {
        try {
            instrumentation.retransformClasses(loaded);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            System.err.println("[backstory] " + loaded.getName() + " stays as it is: " + e);
        }
    }
}
