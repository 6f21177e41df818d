package dev.backstory.agent.boot;

import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** What holds for requests whichever server they come through: whose ids are believed, and what is said of who asked. */
public final class RequestRules {

    private static volatile IncomingIds ids = new IncomingIds(IncomingIds.NONE, Peers.parse(""));
    private static volatile boolean answersWithId = true;
    private static volatile boolean recordsAddress;
    private static volatile boolean namesActor;

    private RequestRules() {}

    /** Called before the boundaries are put in place. */
    public static void configure(IncomingIds incoming, boolean responseHeader, boolean clientAddress, boolean actor) {
        ids = incoming;
        answersWithId = responseHeader;
        recordsAddress = clientAddress;
        namesActor = actor;
    }

    /** Whether responses name their story. */
    static boolean answerWithId() {
        return answersWithId;
    }

    /** Whether it is recorded who is logged in. */
    static boolean nameActor() {
        return namesActor;
    }

    /** The step of a request that comes in, yet to be started. */
    static Step.Builder step(IncomingIds.Headers headers, String method, @Nullable String route) {
        IncomingIds.Read read = ids.read(headers);
        Step.Builder step = Step.of(Step.REQUEST, Route.name(method, route))
                .from(read.metadata())
                .correlationId(read.correlationId())
                .externalCause(read.cause())
                .traceId(read.traceId())
                .attribute("method", method);
        if (route != null) {
            step.attribute("route", route);
        }
        if (read.claimed() != null) {
            step.attribute("claimedCorrelationId", read.claimed());
        }
        // Of the connection: behind a proxy, the proxy, unless the server was told to believe its headers.
        String address = recordsAddress ? headers.peer() : null;
        if (address != null) {
            step.attribute("clientAddress", address);
        }
        return step;
    }
}
