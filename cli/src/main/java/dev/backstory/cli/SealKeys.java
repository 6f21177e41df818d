package dev.backstory.cli;

import dev.backstory.seal.SealKey;
import dev.backstory.viewer.Options;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keys of seals, as an option names their file. */
final class SealKeys {

    private SealKeys() {}

    static @Nullable SealKey read(@Nullable Path file) {
        try {
            return file == null ? null : SealKey.read(file);
        } catch (IOException e) {
            throw new Options.Unusable("The key cannot be used: " + e.getMessage());
        }
    }
}
