package dev.backstory.agent.boundary.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import dev.backstory.agent.boot.HttpCalls;
import dev.backstory.agent.boot.Transfers;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Calls of HTTP clients name the story and the step that they come from, to hosts that are allowed to know. */
public final class HttpClientBoundary implements AgentBoundary {

    private static final String CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";
    private static final String REQUEST = "jdk.internal.net.http.HttpRequestImpl";

    @Override
    public String name() {
        return "httpclient";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return (loader == null && className.equals(CONNECTION))
                || (className.equals(REQUEST) && (loader == null || loader == ClassLoader.getPlatformClassLoader()))
                || (loader != null
                        && (ApacheClients.have(className)
                                || OkHttpClients.have(className)
                                || ReactorNettyClients.have(className)
                                || VertxClients.have(className)));
    }

    @Override
    public void prepare() {
        if (!Transfers.mistakes().isEmpty()) {
            System.err.println("[backstory] settings: backstory.outgoing.hosts: "
                    + String.join(", ", Transfers.mistakes())
                    + " is wrong; allowed are local, names, *.example.com, addresses and ranges, and *,"
                    + " separated by commas");
        }
    }

    @Override
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>(ApacheClients.changes());
        changes.addAll(OkHttpClients.changes());
        changes.addAll(ReactorNettyClients.changes());
        changes.addAll(VertxClients.changes());
        changes.add(Change.toJdkClass(CONNECTION).advise(named("writeRequests"), InjectBeforeWriting.class));
        changes.add(Change.toPlatformClass(REQUEST)
                .advise(
                        isConstructor()
                                .and(takesArgument(0, HttpRequest.class))
                                .and(takesArgument(1, ProxySelector.class)),
                        InjectIntoCopy.class)
                .advise(isConstructor().and(takesArgument(0, URI.class)), WithdrawFromStranger.class));
        return changes;
    }

    /** Also before it follows a redirection, for which it keeps the headers. */
    static final class InjectBeforeWriting {

        private InjectBeforeWriting() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.FieldValue("requests") Object headers, @Advice.FieldValue("url") URL url) {
            HttpCalls.writing(headers, url);
        }
    }

    /** The client sends a copy of the caller's request, which it makes on the caller's thread. */
    static final class InjectIntoCopy {

        private InjectIntoCopy() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets a field
        static void exit(
                @Advice.FieldValue(value = "userHeaders", readOnly = false) HttpHeaders headers,
                @Advice.FieldValue("uri") URI uri) {
            headers = HttpHeaders.of(HttpCalls.sending(headers.map(), uri), HttpCalls.everything());
        }
    }

    static final class WithdrawFromStranger {

        private WithdrawFromStranger() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets a field
        static void exit(
                @Advice.FieldValue(value = "userHeaders", readOnly = false) HttpHeaders headers,
                @Advice.FieldValue("uri") URI uri) {
            headers = HttpHeaders.of(HttpCalls.redirected(headers.map(), uri), HttpCalls.everything());
        }
    }
}
