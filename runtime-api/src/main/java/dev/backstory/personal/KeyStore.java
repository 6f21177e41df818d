package dev.backstory.personal;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of data subjects come from: by default a table beside the events, each key wrapped by a master key from
 * outside the database; or your own key management. Safe for use by several threads.
 *
 * <p>A destroyed key stays destroyed: {@link #of} answers {@linkplain SubjectKey#erased erased} for that subject for ever,
 * and never makes it another key.
 */
public interface KeyStore {

    /**
     * The subject's key, made now if it has none; called before an event is stored, on the publisher's thread, so known keys
     * are answered from memory.
     *
     * @throws dev.backstory.StoreUnavailableException when the key cannot be had in time
     */
    SubjectKey of(String subject);

    /**
     * The subject's key if it is in memory, called where nobody may wait; null: it would have to be asked for. What it was
     * wanted for is masked then.
     */
    default @Nullable SubjectKey known(String subject) {
        return null;
    }

    /**
     * The same keys, for one publish: what it asks for takes no longer than that altogether. A key store of your own that bounds its calls
     * itself need not.
     *
     * @param atMost {@code backstory.store.wait}
     */
    default KeyStore within(Duration atMost) {
        return this;
    }

    /** The keys of those ids, for reading; a key that is unknown is left out. Not from memory: a key may be destroyed. */
    Map<String, SubjectKey> byId(Set<String> ids);

    /** The subject's key; null when it has none. */
    @Nullable
    SubjectKey find(String subject);

    /** Destroys the subject's key, or marks the subject as erased when it has none yet. Doing so twice is the same. */
    SubjectKey erase(String subject);
}
