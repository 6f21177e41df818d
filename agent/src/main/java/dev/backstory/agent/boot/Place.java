package dev.backstory.agent.boot;

import dev.backstory.context.Boundary;
import dev.backstory.context.CausalContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;

/** A boundary as advice sees it: whether it is on, and how often its advice failed. */
public final class Place implements BoundaryMXBean {

    /** So many failures within an hour are no accident: the boundary switches itself off. */
    static final int TOLERATED_FAILURES = 100;

    public static final Place SERVLET = new Place("servlet");
    public static final Place WEBSOCKET = new Place("websocket");
    public static final Place HTTPSERVER = new Place("httpserver");
    public static final Place WEBFLUX = new Place("webflux");
    public static final Place GRPC = new Place("grpc");
    public static final Place EXECUTOR = new Place("executor");
    public static final Place SCHEDULED = new Place("scheduled");
    public static final Place FUTURE = new Place("future");
    public static final Place FORKJOIN = new Place("forkjoin");
    public static final Place THREAD = new Place("thread");
    public static final Place QUEUE = new Place("queue");
    public static final Place TIMER = new Place("timer");
    public static final Place MAIN = new Place("main");
    public static final Place REACTIVE = new Place("reactive");
    public static final Place NETTY = new Place("netty");
    public static final Place VERTX = new Place("vertx");
    public static final Place DISRUPTOR = new Place("disruptor");
    public static final Place HTTPCLIENT = new Place("httpclient");
    public static final Place KAFKA = new Place("kafka");
    public static final Place RABBITMQ = new Place("rabbitmq");
    public static final Place JMS = new Place("jms");
    public static final Place SPRINGLISTENERS = new Place("springlisteners");
    public static final Place SPRINGEVENTS = new Place("springevents");
    public static final Place SPRINGTASKS = new Place("springtasks");
    public static final Place SPRINGBATCH = new Place("springbatch");
    public static final Place QUARTZ = new Place("quartz");
    public static final Place JOBRUNR = new Place("jobrunr");
    public static final Place DBSCHEDULER = new Place("dbscheduler");
    public static final Place MDC = new Place("mdc");
    /** No boundary that one switches: the delegation of the context package. */
    public static final Place DELEGATION = new Place("delegation");
    /** Nor this: what operators are told. */
    public static final Place DIAGNOSTICS = new Place("diagnostics");

    private static final Place[] ALL = {
        SERVLET,
        WEBSOCKET,
        HTTPSERVER,
        WEBFLUX,
        GRPC,
        EXECUTOR,
        SCHEDULED,
        FUTURE,
        FORKJOIN,
        THREAD,
        QUEUE,
        TIMER,
        MAIN,
        REACTIVE,
        NETTY,
        VERTX,
        DISRUPTOR,
        HTTPCLIENT,
        KAFKA,
        RABBITMQ,
        JMS,
        SPRINGLISTENERS,
        SPRINGEVENTS,
        SPRINGTASKS,
        SPRINGBATCH,
        QUARTZ,
        JOBRUNR,
        DBSCHEDULER,
        MDC,
        DELEGATION,
        DIAGNOSTICS
    };

    private final String name;
    private final Boundary boundary;
    private final Failures failures = new Failures();
    private final LongAdder hops = new LongAdder();
    private final Set<String> changed = new TreeSet<>();
    private final Set<String> skipped = new TreeSet<>();
    private volatile boolean on;

    private Place(String name) {
        this.name = name;
        this.boundary = Boundary.named(name);
    }

    static Place[] all() {
        return ALL.clone();
    }

    /** The boundary of that name. */
    public static Place named(String name) {
        for (Place each : ALL) {
            if (each.name.equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no boundary " + name);
    }

    /** Called when it is installed. */
    public void switchOn() {
        on = true;
    }

    /** The handler of everything that advice throws; called with the boundary's name from instrumented code. */
    public static void failed(Throwable failure, String name) {
        named(name).failed(failure);
    }

    void failed(Throwable failure) {
        int count = failures.add(System.nanoTime());
        if (count == 1) {
            System.err.println("[backstory] boundary " + name + ": an error was suppressed: " + failure);
        }
        if (count == TOLERATED_FAILURES) {
            on = false;
            System.err.println("[backstory] boundary " + name + " switched itself off after " + count
                    + " errors within an hour; the last: " + failure);
        }
    }

    /** Called when a class was changed. */
    public void changed(String className) {
        synchronized (changed) {
            changed.add(className);
        }
    }

    boolean hasChanged(String className) {
        synchronized (changed) {
            return changed.contains(className);
        }
    }

    /** Called when a library's class does not look like that of any version that we know. */
    public void unknownVersion(String className) {
        skipped(className, "it does not look like that of a version that we know");
        if (!Diagnostics.ON) {
            System.err.println("[backstory] boundary " + name + " leaves " + className
                    + " alone: it does not look like that of a version that we know");
        }
    }

    /** Called when something was left as it is. */
    public void skipped(String what, String reason) {
        boolean news;
        synchronized (skipped) {
            news = skipped.add(what + ": " + reason);
        }
        if (news && Diagnostics.ON) {
            System.err.println("[backstory] " + name + " skips " + what + ": " + reason);
        }
    }

    /** Whether work is carried here. */
    @Override
    public boolean isOn() {
        return on;
    }

    /** What work that is handed over here carries. */
    public CausalContext capture() {
        if (!on) {
            return CausalContext.NONE;
        }
        return counted(boundary.capture());
    }

    /** The same where the application must not be called, such as under a lock of its queue. */
    CausalContext recapture() {
        return on ? counted(boundary.recapture()) : CausalContext.NONE;
    }

    private CausalContext counted(CausalContext context) {
        if (Diagnostics.ON && !context.isNone()) {
            hops.increment();
        }
        return context;
    }

    @Override
    public long getHops() {
        return hops.sum();
    }

    @Override
    public int getSuppressedErrors() {
        return failures.all();
    }

    @Override
    public String[] getChanged() {
        synchronized (changed) {
            return changed.toArray(new String[0]);
        }
    }

    @Override
    public String[] getSkipped() {
        synchronized (skipped) {
            return skipped.toArray(new String[0]);
        }
    }

    String name() {
        return name;
    }

    Boundary boundary() {
        return boundary;
    }
}
