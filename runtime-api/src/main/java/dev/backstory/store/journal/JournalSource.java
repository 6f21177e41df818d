package dev.backstory.store.journal;

import java.io.IOException;
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

    /** Keeps a record aside that nobody can store: it neither blocks those behind it nor is it lost. */
    void setAside(byte[] payload) throws IOException;
}
