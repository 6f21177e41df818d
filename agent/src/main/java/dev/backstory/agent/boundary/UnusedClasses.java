package dev.backstory.agent.boundary;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Deletes what other versions of the agent, of the JDK and of applications have kept and nobody has used for a month. Begun by a
 * start after which there is something new, because only then something can have become old; a while later, when the application has
 * started, too.
 *
 * <p>Everything is looked at and deleted by way of the open directory that it was found in, so that nothing put in a
 * directory's place leads elsewhere. It needs no lock: a file that is deleted while somebody reads it is read to its end, and one that
 * is missing is made again.
 */
final class UnusedClasses extends Thread {

    private static final long KEPT_MILLIS = TimeUnit.DAYS.toMillis(30);

    private static final long AFTER_START_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /** A digest, as {@link ClassCaches} names the directory of a version: the setting may name a directory with others beside them. */
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");

    /** By its time it says when somebody last looked. */
    static final String LOOKED = "looked";

    private static final Pattern KEPT = Pattern.compile(".+-[0-9a-f]{1,8}|new--?[0-9]+|" + LOOKED);

    private final File directory;

    /** To look in that directory, which is this version's, and in those beside it. */
    UnusedClasses(File directory) {
        // Without the thread's own values, which would keep an application's loader from being unloaded.
        super(null, null, "backstory-class-cache", 0, false);
        this.directory = directory;
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            Thread.sleep(AFTER_START_MILLIS);
            deleteFrom(directory.getParentFile());
            File looked = new File(directory, LOOKED);
            boolean unused = looked.createNewFile() || looked.setLastModified(System.currentTimeMillis());
        } catch (InterruptedException | IOException | RuntimeException leaveThem) {
            // They cost nothing but room, and the next process may have more luck.
        }
    }

    static void deleteFrom(File root) throws IOException {
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
        long before = System.currentTimeMillis() - KEPT_MILLIS;
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(root.toPath())) {
            if (versions instanceof SecureDirectoryStream<Path> secure) {
                for (Path each : secure) {
                    deleteVersion(secure, each.getFileName(), self, before);
                }
            }
        }
    }

    private static void deleteVersion(SecureDirectoryStream<Path> root, Path name, UserPrincipal self, long before) {
        if (!VERSION.matcher(name.toString()).matches()) {
            return;
        }
        try {
            PosixFileAttributes itself;
            boolean empty = true;
            try (SecureDirectoryStream<Path> version = root.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                itself = version.getFileAttributeView(PosixFileAttributeView.class)
                        .readAttributes();
                if (!itself.owner().equals(self)) {
                    return;
                }
                for (Path each : version) {
                    empty &= deleted(version, each.getFileName(), self, before);
                }
            }
            if (empty && isBefore(itself, before)) {
                root.deleteDirectory(name);
            }
        } catch (IOException | DirectoryIteratorException leaveIt) {
            // No directory, or one in which somebody has put something meanwhile.
        }
    }

    private static boolean deleted(SecureDirectoryStream<Path> version, Path name, UserPrincipal self, long before) {
        try {
            PosixFileAttributes file = version.getFileAttributeView(
                            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (!KEPT.matcher(name.toString()).matches()
                    || !file.isRegularFile()
                    || !file.owner().equals(self)
                    || !isBefore(file, before)) {
                return false;
            }
            version.deleteFile(name);
            return true;
        } catch (NoSuchFileException deletedByAnother) {
            return true;
        } catch (IOException leaveIt) {
            return false;
        }
    }

    private static boolean isBefore(PosixFileAttributes file, long millis) {
        return file.lastModifiedTime().toMillis() < millis;
    }
}
