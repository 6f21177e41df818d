package dev.backstory.it.modules;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Calls the shop where it is a module; each case returns what was wrong. */
final class ModulesApp {

    private ModulesApp() {}

    static Object in_the_boot_layer() throws Exception {
        return call(ClassLoader.getSystemClassLoader());
    }

    static Object in_a_layer_with_one_loader() throws Exception {
        return call(ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration(), ClassLoader.getPlatformClassLoader())
                .findLoader("shop"));
    }

    static Object in_a_layer_with_a_loader_for_each_module() throws Exception {
        return call(ModuleLayer.boot()
                .defineModulesWithManyLoaders(configuration(), ClassLoader.getPlatformClassLoader())
                .findLoader("shop"));
    }

    private static Configuration configuration() {
        Path[] path = Stream.of(System.getProperty("it.modules").split(File.pathSeparator, -1))
                .map(Path::of)
                .toArray(Path[]::new);
        ModuleFinder modules = ModuleFinder.of(path);
        // An automatic module names nothing that it needs.
        Set<String> all = Set.copyOf(
                modules.findAll().stream().map(each -> each.descriptor().name()).toList());
        return ModuleLayer.boot().configuration().resolve(modules, ModuleFinder.of(), all);
    }

    private static Object call(ClassLoader loader) throws Exception {
        Object shop = loader.loadClass("shop.Shop").getConstructor().newInstance();
        return ((Callable<?>) shop).call();
    }
}
