package dev.backstory.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Makes files and directories that only the process's own user can read: events are as private as the database. */
final class OwnerOnly {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    static void directory(Path path) throws IOException {
        Files.createDirectories(path, attributes("rwx------"));
    }

    static FileChannel file(Path path, StandardOpenOption... options) throws IOException {
        Set<OpenOption> all = Set.of(options);
        return FileChannel.open(path, all, attributes("rw-------"));
    }

    /** Whether others could put files there, or exchange them. */
    static boolean isWritableForOthers(Path directory) throws IOException {
        if (!POSIX) {
            return false;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
        open.retainAll(EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
        return !open.isEmpty();
    }

    /** A new file is durable once its directory is; where a directory cannot be opened, the system does so by itself. */
    static void force(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
