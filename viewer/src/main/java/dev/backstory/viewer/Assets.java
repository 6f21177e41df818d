package dev.backstory.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The style sheet, the scripts and the icon: files named here, so that no path from outside reaches the class path. */
final class Assets {

    record Asset(String type, String content) {}

    private final Map<String, Asset> byName = Map.of(
            "backstory.css", load("backstory.css", "text/css"),
            "backstory.js", load("backstory.js", "text/javascript"),
            "panel.js", load("panel.js", "text/javascript"),
            "keys.js", load("keys.js", "text/javascript"),
            "zone.js", load("zone.js", "text/javascript"),
            "icon.svg", load("icon.svg", "image/svg+xml"));

    @Nullable
    Asset find(String name) {
        return byName.get(name);
    }

    /** The style sheet's text. */
    static String style() {
        return load("backstory.css", "text/css").content();
    }

    private static Asset load(String name, String type) {
        try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: assets/" + name);
            }
            return new Asset(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
