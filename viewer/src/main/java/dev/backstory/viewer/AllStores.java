package dev.backstory.viewer;

import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store of this process's settings and those that the viewer's file names beside it, read as one. */
public final class AllStores implements AutoCloseable {

    private final List<StoreConnection> connections;
    private final Stores stores;

    private AllStores(Map<String, StoreConnection> connections) {
        this.connections = List.copyOf(connections.values());
        Map<String, StoryReader> readers = new LinkedHashMap<>();
        connections.forEach((name, connection) -> readers.put(name, connection.reader()));
        this.stores = new Stores(readers);
    }

    /** Connections are made when they are first needed. */
    public static AllStores open(Options main, ViewerFile file) {
        Map<String, StoreConnection> connections = new LinkedHashMap<>();
        file.stores(main, System.getenv())
                .forEach((name, options) -> connections.put(name, StoreConnection.open(options)));
        return new AllStores(connections);
    }

    /** The story that an id of any kind belongs to; null when no store knows. */
    public @Nullable String findStory(String anyId) {
        return stores.findStory(anyId);
    }

    /** Everything of one story, wherever it is stored; the names of stores that do not answer are told. */
    public StoryRecords story(String correlationId, Consumer<String> away) {
        EachStore.Read<StoryRecords> read = stores.whole(correlationId);
        read.away().forEach(away);
        return read.value();
    }

    @Override
    public void close() {
        connections.forEach(StoreConnection::close);
    }
}
