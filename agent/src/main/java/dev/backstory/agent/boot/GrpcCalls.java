package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in gRPC's clients calls. A call has its host attached until it is started, and from then on its caller's context:
 * one whose address is yet to be found is started again, on whichever thread has found it.
 */
public final class GrpcCalls {

    private static final Call AUTHORITY = new Call("authority", 0);
    private static final String CLIENT = "io.grpc.internal.ClientCallImpl";

    private GrpcCalls() {}

    /** A channel has made a call. */
    public static void made(Object channel, @Nullable Object call) {
        String authority = call == null || !Place.GRPC.isOn() ? null : AUTHORITY.text(channel);
        if (call != null && authority != null) {
            Attached.set(call, host(authority));
        }
    }

    /** {@code shipping:9090}, {@code [::1]:9090}: the host alone. */
    private static String host(String authority) {
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return bracket < 0 ? host : host.substring(1, bracket);
    }

    /** A call is started with those headers, which are its own from now on. Null unless something has to be undone. */
    public static @Nullable Object starting(Object call, Object headers) {
        Object attached = Attached.get(call);
        if (attached instanceof String host) {
            Attached.set(call, Place.GRPC.capture());
            Transfers.toHost(host, new GrpcMetadata(headers));
        }
        return attached instanceof CausalContext caller ? caller.activate() : null;
    }

    /** The address is found: that is the call itself. */
    public static void found(Object waiting, @Nullable Object call) {
        Object attached = Attached.get(waiting);
        if (call != null && attached != null) {
            Attached.set(call, attached);
        }
    }

    /** A call that is being started has made what is told of its answer. */
    public static void listening(Object listener) {
        Attached.set(listener, Place.GRPC.capture());
    }

    /** It is told something, by a thread of the network, and tells the caller's listener by an executor. */
    public static @Nullable Object told(Object listener) {
        return Attached.get(listener) instanceof CausalContext caller ? caller.activate() : null;
    }

    /** That has returned, or thrown. */
    public static void leave(@Nullable Object scope) {
        if (scope != null) {
            ((Scope) scope).close();
        }
    }

    /** A task for that executor, or for the one of a server. */
    public static void queued(Object task) {
        if (task.getClass().getName().startsWith(CLIENT)) {
            Attached.set(task, CausalContext.current());
        }
    }

    /** The task runs; the second is gRPC's own context, by which a server's tasks know their call. */
    public static @Nullable Object running(Object task, Object ofGrpc) {
        return Attached.get(task) instanceof CausalContext caller ? caller.activate() : GrpcRequest.enter(ofGrpc);
    }

    /** It has run. */
    public static void ran(Object entered, @Nullable Throwable thrown) {
        if (entered instanceof GrpcRequest.Visit visit) {
            visit.end(thrown);
        } else {
            leave(entered);
        }
    }
}
