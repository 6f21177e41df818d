package dev.backstory.agent.boundary.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainClassTest {

    @TempDir
    Path folder;

    @Test
    void a_class_is_named_without_its_arguments() {
        assertThat(MainClass.find("com.acme.Shop --port 80")).isEqualTo("com.acme.Shop");
    }

    @Test
    void a_module_is_cut_off() {
        assertThat(MainClass.find("acme.shop/com.acme.Shop a/b")).isEqualTo("com.acme.Shop");
    }

    @Test
    void a_jar_names_its_main_class_even_when_its_path_has_spaces() throws IOException {
        Path jar = Files.createDirectory(folder.resolve("my shop.jar d")).resolve("shop.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "com.acme.Shop");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(file, manifest)) {
            written.finish();
        }

        assertThat(MainClass.find(jar + " --port 80")).isEqualTo("com.acme.Shop");
    }

    @Test
    void another_launcher_leaves_it_open() {
        assertThat(MainClass.find(null)).isNull();
        assertThat(MainClass.find("")).isNull();
    }
}
