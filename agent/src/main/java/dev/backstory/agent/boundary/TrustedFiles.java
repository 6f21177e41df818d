package dev.backstory.agent.boundary;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that nobody but this process's user and root can have written: they, and each directory on the way to them, belong
 * to one of the two and cannot be written by others. What comes from another's file would run in the bootstrap loader.
 */
final class TrustedFiles {

    private static final String OWNER_AND_MODE = "unix:uid,mode";
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;

    private final int user;

    private TrustedFiles(int user) {
        this.user = user;
    }

    /** Trusts files of the user that this process runs as. Fails where the system does not say who that is. */
    static TrustedFiles ofProcess() throws IOException {
        return new TrustedFiles(number(Files.readAttributes(Path.of("/proc/self"), "unix:uid"), "uid"));
    }

    /** The directory by its real name, made if need be so that only its owner can enter; null when it is not to be trusted. */
    @Nullable
    File make(File directory) throws IOException {
        make(directory.toPath().toAbsolutePath());
        Path real = directory.toPath().toRealPath();
        for (Path each = real; each != null; each = each.getParent()) {
            if (!trustsDirectory(each, each.equals(real))) {
                return null;
            }
        }
        return real.toFile();
    }

    private static void make(Path directory) throws IOException {
        if (Files.exists(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            make(parent);
        }
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException raced) {
            // Another JVM that starts at the same time.
        }
    }

    /** In a directory like /tmp nobody can take another's entry away, so one on the way may be like that. */
    private boolean trustsDirectory(Path directory, boolean itself) throws IOException {
        Map<String, Object> found = Files.readAttributes(directory, OWNER_AND_MODE, LinkOption.NOFOLLOW_LINKS);
        int mode = number(found, "mode");
        return (mode & TYPE) == DIRECTORY
                && isTrusted(number(found, "uid"))
                && ((mode & WRITABLE_BY_OTHERS) == 0 || (!itself && (mode & STICKY) != 0));
    }

    /** Whether it is there, and to be believed. */
    boolean trusts(File file) {
        try {
            Map<String, Object> found = Files.readAttributes(file.toPath(), OWNER_AND_MODE, LinkOption.NOFOLLOW_LINKS);
            int mode = number(found, "mode");
            return (mode & TYPE) == REGULAR && isTrusted(number(found, "uid")) && (mode & WRITABLE_BY_OTHERS) == 0;
        } catch (IOException | RuntimeException absent) {
            return false;
        }
    }

    private boolean isTrusted(int owner) {
        return owner == user || owner == ROOT;
    }

    private static int number(Map<String, Object> found, String key) throws IOException {
        if (found.get(key) instanceof Integer number) {
            return number;
        }
        throw new IOException("no " + key);
    }
}
