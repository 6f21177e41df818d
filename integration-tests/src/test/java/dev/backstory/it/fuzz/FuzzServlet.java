package dev.backstory.it.fuzz;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Walks the graph of each request, from its root on. */
final class FuzzServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String STORY = "story";

    private final long seed;
    private final transient Oracle oracle;
    private transient @Nullable World world;
    private volatile int port;

    FuzzServlet(long seed, Oracle oracle) {
        this.seed = seed;
        this.oracle = oracle;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        port = request.getLocalPort();
        if (request.getRequestURI().startsWith(World.CALLED)) {
            answer(request);
            return;
        }
        int index = Integer.parseInt(request.getRequestURI().substring(1));
        Node root = Node.request(seed, index);
        boolean dispatched = request.getDispatcherType() == DispatcherType.ASYNC;
        String story = dispatched ? (String) request.getAttribute(STORY) : Objects.requireNonNull(Oracle.carried());
        if (index % 3 != 0 || dispatched) {
            response.getWriter().write(story);
            visit(root, "request " + index, story);
            return;
        }
        AsyncContext async = request.startAsync();
        // On a stalled machine the container would end it after half a minute, and refuse what is yet to be started.
        async.setTimeout(0);
        if (index % 9 == 0) {
            request.setAttribute(STORY, story);
            world().cached.execute(oracle.expected(async::dispatch));
            return;
        }
        Runnable rest = oracle.expected(() -> {
            try {
                response.getWriter().write(story);
                Planned.unseen(() -> visit(root, "request " + index, story)).run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                async.complete();
            }
        });
        if (index % 2 == 0) {
            async.start(rest);
        } else {
            world().cached.execute(rest);
        }
    }

    /** The container's threads wait for nobody, so that there always is one to answer. */
    private void answer(HttpServletRequest request) {
        Runnable work = world().called(request.getRequestURI());
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        world().cached.execute(() -> {
            try {
                work.run();
            } finally {
                async.complete();
            }
        });
    }

    private synchronized World world() {
        if (world == null) {
            world = new World(oracle, port);
        }
        return world;
    }

    private void visit(Node node, String path, String story) {
        String here = path + " > " + node.way();
        oracle.here(here, story);
        SplittableRandom random = new SplittableRandom(node.seed());
        try {
            for (Node each : node.next()) {
                each.way().go(world(), random, oracle.expected(() -> visit(each, here, story)));
            }
            if (random.nextInt(8) == 0) {
                world().small.execute(oracle.sharedTask(story));
            }
            if (random.nextInt(16) == 0) {
                periodic(here, story);
            }
            oracle.here(here + " after handing over", story);
            TimeUnit.MILLISECONDS.sleep(node.pause());
        } catch (Planned e) {
            throw e;
        } catch (Exception | Error e) {
            oracle.wrong(here + " failed with " + e);
        }
        if (node.fails()) {
            throw new Planned();
        }
    }

    /** Two runs, each a story of its own, and an end by failure. */
    private void periodic(String where, String origin) {
        Runnable first = oracle.expected(() -> {});
        Runnable second = oracle.expected(() -> {});
        AtomicInteger runs = new AtomicInteger();
        Set<String> before = ConcurrentHashMap.newKeySet();
        before.add(origin);
        ScheduledFuture<?> unused = world().scheduled
                .scheduleAtFixedRate(
                        () -> {
                            int run = runs.incrementAndGet();
                            String story = oracle.newStory(where + " periodic run " + run, before);
                            oracle.here(where + " periodic run " + run, story);
                            if (run == 1) {
                                first.run();
                            } else {
                                second.run();
                                throw new Planned();
                            }
                        },
                        0,
                        1,
                        TimeUnit.MILLISECONDS);
    }
}
