package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What the advice in the JDK's HTTP clients calls. Requests are changed where they are written, never the caller's own. */
public final class HttpCalls {

    private HttpCalls() {}

    /**
     * A request of {@code java.net.http} is about to be sent; returns the headers to send instead. Maps, because that module is
     * not visible from the bootstrap loader.
     */
    public static Map<String, List<String>> sending(Map<String, List<String>> headers, @Nullable URI uri) {
        if (!Place.HTTPCLIENT.isOn() || uri == null) {
            return headers;
        }
        HeaderMap carrier = new HeaderMap(headers);
        Transfers.toHost(uri.getHost(), carrier);
        return carrier.values;
    }

    /** The client follows a redirection to that address. */
    public static Map<String, List<String>> redirected(Map<String, List<String>> headers, @Nullable URI uri) {
        HeaderMap carrier = new HeaderMap(headers);
        Transfers.redirected(uri == null ? null : uri.getHost(), carrier);
        return carrier.values;
    }

    /** For making headers of those maps. */
    public static BiPredicate<String, String> everything() {
        return Everything.INSTANCE;
    }

    /** A {@code HttpURLConnection} is about to write its request's headers. */
    public static void writing(@Nullable Object headers, URL url) {
        if (headers != null && Place.HTTPCLIENT.isOn()) {
            Transfers.toHost(url.getHost(), new MessageHeader(headers));
        }
    }

    private static final class HeaderMap implements Carrier {

        private final TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        HeaderMap(Map<String, List<String>> headers) {
            values.putAll(headers);
        }

        /** Several values of one header mean the same as one with commas. */
        @Override
        public @Nullable String get(String key) {
            List<String> found = values.get(key);
            return found == null ? null : String.join(",", found);
        }

        @Override
        public void set(String key, String value) {
            List<String> one = new ArrayList<>(1);
            one.add(value);
            values.put(key, one);
        }

        @Override
        public void remove(String key) {
            values.remove(key);
        }
    }

    private static final class Everything implements BiPredicate<String, String> {

        static final Everything INSTANCE = new Everything();

        @Override
        public boolean test(String name, String value) {
            return true;
        }
    }

    /** The JDK's own list of headers, in a package that the installer has opened to us. */
    private static final class MessageHeader implements Carrier {

        private static final Call FIND = new Call("findValue", String.class);
        private static final Call SET = new Call("set", String.class, String.class);
        private static final Call REMOVE = new Call("remove", String.class);

        private final Object headers;

        MessageHeader(Object headers) {
            this.headers = headers;
        }

        @Override
        public @Nullable String get(String key) {
            return (String) FIND.on(headers, key);
        }

        @Override
        public void set(String key, String value) {
            SET.on(headers, key, value);
        }

        @Override
        public void remove(String key) {
            REMOVE.on(headers, key);
        }
    }
}
