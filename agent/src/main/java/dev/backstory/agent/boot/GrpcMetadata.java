package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metadata of a gRPC call: what HTTP calls its headers. Its keys are objects of the library. */
final class GrpcMetadata implements Carrier {

    private static final Call ALL = new Call("getAll", 1);
    private static final Call PUT = new Call("put", 2);
    private static final Call MERGE = new Call("merge", 1);
    private static final Call REMOVE = new Call("removeAll", 1);

    private static final ClassValue<Keys> KEYS = new ClassValue<>() {
        @Override
        protected Keys computeValue(Class<?> metadata) {
            return new Keys(metadata);
        }
    };

    private final Object metadata;

    GrpcMetadata(Object metadata) {
        this.metadata = metadata;
    }

    /** The same metadata with that value; itself it may be an object that the application uses again, for other calls. */
    Object with(String name, String value) {
        Object copy = KEYS.get(metadata.getClass()).empty();
        MERGE.on(copy, metadata);
        new GrpcMetadata(copy).set(name, value);
        return copy;
    }

    /** All values of that name; null without any. */
    @Nullable
    Enumeration<String> all(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : Collections.enumeration(values);
    }

    private List<String> values(String name) {
        List<String> values = new ArrayList<>(1);
        if (ALL.on(metadata, key(name)) instanceof Iterable<?> found) {
            for (Object each : found) {
                values.add(String.valueOf(each));
            }
        }
        return values;
    }

    /** Several values of one name mean the same as one with commas. */
    @Override
    public @Nullable String get(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : String.join(",", values);
    }

    @Override
    public void set(String name, String value) {
        remove(name);
        PUT.on(metadata, key(name), value);
    }

    @Override
    public void remove(String name) {
        REMOVE.on(metadata, key(name));
    }

    private Object key(String name) {
        return KEYS.get(metadata.getClass()).named(name);
    }

    /** The few that are asked for, by their names. */
    private static final class Keys {

        private final Map<String, Object> made = new ConcurrentHashMap<>();
        private final Class<?> metadata;

        Keys(Class<?> metadata) {
            this.metadata = metadata;
        }

        Object named(String name) {
            Object key = made.get(name);
            if (key == null) {
                key = make(name);
                made.put(name, key);
            }
            return key;
        }

        Object empty() {
            try {
                return metadata.getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("unknown gRPC", e);
            }
        }

        private Object make(String name) {
            try {
                ClassLoader loader = metadata.getClassLoader();
                Class<?> ascii = Class.forName(metadata.getName() + "$AsciiMarshaller", false, loader);
                Method of =
                        Class.forName(metadata.getName() + "$Key", true, loader).getMethod("of", String.class, ascii);
                return of.invoke(
                        null, name, metadata.getField("ASCII_STRING_MARSHALLER").get(null));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("unknown gRPC", e);
            }
        }
    }
}
