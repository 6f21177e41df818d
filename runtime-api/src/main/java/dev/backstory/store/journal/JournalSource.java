package dev.backstory.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of one process, in the order in which it wrote them. */
public interface JournalSource {

    /** Whose they are; null when that is not known any more. */
    @Nullable
    JournalOwner owner();

    /** The first records that are not deleted; null when there are none. */
    @Nullable
    JournalSegment oldest() throws IOException;

    /** Lets go of records that are stored elsewhere. */
    void delete(JournalSegment segment) throws IOException;

    /**
     * Lets go of a file but for the records that cannot be stored yet: they do not stand in the way of those behind them, and
     * come again later, last.
     *
     * @return the file that has them now
     */
    Path hold(JournalSegment segment, List<byte[]> payloads) throws IOException;

    /** Keeps a record aside that nobody can store: it neither blocks those behind it nor is it lost. */
    void setAside(byte[] payload) throws IOException;
}
