package dev.backstory.agent.boundary.httpserver;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.ServedExchanges;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.RequestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request to {@code com.sun.net.httpserver.HttpServer} begins a story, or continues one that a trusted peer names. */
public final class HttpServerBoundary implements AgentBoundary {

    private static final String CHAIN = "com.sun.net.httpserver.Filter$Chain";
    private static final String INNER = "sun.net.httpserver.ExchangeImpl";
    private static final Set<String> EXCHANGES =
            Set.of("sun.net.httpserver.HttpExchangeImpl", "sun.net.httpserver.HttpsExchangeImpl");
    /** By its older and its newer name. */
    private static final Set<String> FINISHED =
            Set.of("sun.net.httpserver.WriteFinishedEvent", "sun.net.httpserver.Event$WriteFinished");

    @Override
    public String name() {
        return "httpserver";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return (loader == null || loader == ClassLoader.getPlatformClassLoader())
                && (className.equals(CHAIN)
                        || className.equals(INNER)
                        || EXCHANGES.contains(className)
                        || FINISHED.contains(className));
    }

    @Override
    public void prepare() {
        RequestSettings.enforce();
    }

    @Override
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.toPlatformClass(CHAIN).advise(named("doFilter"), BeginAtTheFirst.class));
        changes.add(Change.toPlatformClass(INNER)
                .advise(named("sendResponseHeaders").and(takesArguments(2)), NoticeStatus.class)
                .advise(named("close").and(takesArguments(0)), NoticeClose.class));
        for (String each : EXCHANGES) {
            changes.add(Change.toPlatformClass(each).advise(isConstructor(), KnowByBothObjects.class));
        }
        for (String each : FINISHED) {
            changes.add(Change.toPlatformClass(each).advise(isConstructor(), NoticeEndOfAnswer.class));
        }
        return changes;
    }

    static final class KnowByBothObjects {

        private KnowByBothObjects() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object exchange, @Advice.Argument(0) Object inner) {
            ServedExchanges.made(exchange, inner);
        }
    }

    static final class BeginAtTheFirst {

        private BeginAtTheFirst() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(0) Object exchange) {
            return ServedExchanges.enter(exchange);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
            if (entered != null) {
                ServedExchanges.exit(entered, thrown);
            }
        }
    }

    static final class NoticeStatus {

        private NoticeStatus() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object inner, @Advice.Argument(0) int status) {
            ServedExchanges.answering(inner, status);
        }
    }

    static final class NoticeClose {

        private NoticeClose() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object inner) {
            ServedExchanges.finished(inner);
        }
    }

    static final class NoticeEndOfAnswer {

        private NoticeEndOfAnswer() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(0) Object inner) {
            ServedExchanges.finished(inner);
        }
    }
}
