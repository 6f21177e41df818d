package dev.backstory.store.journal;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whose journal it is.
 *
 * @param instanceId the publishing process's id in the store
 * @param service its service's name
 * @param host its host
 * @param pid its process id there
 * @param startedAt when it started, in ISO 8601
 */
public record JournalOwner(String instanceId, String service, String host, String pid, String startedAt) {

    private static final String FILE = "owner.properties";
    private static final String HOST = hostName();

    /** Once: a clock that jumps must not make this process a stranger to itself. */
    private static final String STARTED_AT =
            ProcessHandle.current().info().startInstant().map(Instant::toString).orElse("");

    /** This process, under its id in the store. */
    public static JournalOwner ofThisProcess(String instanceId, String service) {
        return new JournalOwner(
                instanceId, service, HOST, Long.toString(ProcessHandle.current().pid()), STARTED_AT);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("instance", instanceId);
        properties.setProperty("service", service);
        properties.setProperty("host", host);
        properties.setProperty("pid", pid);
        properties.setProperty("started", startedAt);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        try (FileChannel file =
                OwnerOnly.file(directory.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    /** Null when the process died before it had said so; it has no record there then. */
    static @Nullable JournalOwner read(Path directory) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(FILE))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new IOException(directory.resolve(FILE) + " is damaged", e);
        }
        return new JournalOwner(
                properties.getProperty("instance", ""),
                properties.getProperty("service", ""),
                properties.getProperty("host", ""),
                properties.getProperty("pid", ""),
                properties.getProperty("started", ""));
    }

    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }
}
