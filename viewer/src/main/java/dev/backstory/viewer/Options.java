package dev.backstory.viewer;

import dev.backstory.viewer.story.Sentences;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the stories are.
 *
 * @param url the JDBC address of the database
 * @param user who reads it; null when the address tells
 * @param password that user's; null when none is needed
 * @param sentences how events are worded
 */
public record Options(
        String url, @Nullable String user, @Nullable String password, Sentences sentences) {

    /** A setting is missing or wrong; the message says which, and what to do. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message);
        }
    }

    /** From what was given explicitly (null: not), else system properties, else {@code BACKSTORY_…} of the environment. */
    public static Options of(@Nullable String url, @Nullable String user, @Nullable String password) {
        return of(url, user, password, System::getProperty, System.getenv());
    }

    static Options of(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            UnaryOperator<@Nullable String> properties,
            Map<String, String> environment) {
        String address = url != null ? url : setting("backstory.url", properties, environment);
        if (address == null) {
            throw new Unusable("No store is named. Say where the stories are: --url jdbc:postgresql://host/database, "
                    + "-Dbackstory.url=… or BACKSTORY_URL=…");
        }
        if (!address.startsWith("jdbc:postgresql:")) {
            throw new Unusable("backstory.url cannot be used: it must begin with jdbc:postgresql:");
        }
        return new Options(
                address,
                user != null ? user : setting("backstory.user", properties, environment),
                password != null ? password : setting("backstory.password", properties, environment),
                sentences(setting("backstory.sentences", properties, environment)));
    }

    private static Sentences sentences(@Nullable String file) {
        try {
            return file == null ? Sentences.NONE : Sentences.read(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new Unusable(
                    "backstory.sentences cannot be used: " + file + " is no properties file that can be read");
        }
    }

    /** The viewer's file, as given, else as {@code backstory.viewer} or {@code BACKSTORY_VIEWER} says; else for one person. */
    public static ViewerFile viewerFile(@Nullable String file) {
        String named = file != null ? file : setting("backstory.viewer", System::getProperty, System.getenv());
        return named == null ? ViewerFile.NONE : ViewerFile.read(Path.of(named));
    }

    private static @Nullable String setting(
            String key, UnaryOperator<@Nullable String> properties, Map<String, String> environment) {
        String value = properties.apply(key);
        if (value == null) {
            value = environment.get(
                    key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public String toString() {
        return "Options[user=" + user + "]";
    }
}
