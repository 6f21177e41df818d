package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Threads of the application over queues of the application; each case returns what was wrong. */
final class QueueCases {

    private static final List<Supplier<BlockingQueue<Parcel>>> KINDS = List.of(
            LinkedBlockingQueue::new,
            () -> new LinkedBlockingQueue<>(100),
            () -> new ArrayBlockingQueue<>(100),
            () -> new ArrayBlockingQueue<>(1, true),
            SynchronousQueue::new,
            () -> new SynchronousQueue<>(true),
            LinkedTransferQueue::new,
            PriorityBlockingQueue::new,
            QueueCases::delayQueue,
            LinkedBlockingDeque::new,
            () -> new LinkedBlockingDeque<>(1));

    private static final Map<String, Worker.Take> TAKES = Map.of(
            "take",
            BlockingQueue::take,
            "poll",
            BlockingQueue::poll,
            "poll in time",
            queue -> queue.poll(60, TimeUnit.SECONDS),
            "drainTo",
            queue -> queue.drainTo(new ArrayList<>(), 1) == 0 ? null : true);

    private static final Map<String, Put> PUTS = Map.of(
            "put",
            BlockingQueue::put,
            "offer",
            (queue, parcel) -> {
                while (!queue.offer(parcel)) {
                    Thread.onSpinWait();
                }
            },
            "offer in time",
            (queue, parcel) -> {
                if (!queue.offer(parcel, 60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("full");
                }
            },
            "add",
            (queue, parcel) -> {
                for (boolean added = false; !added; ) {
                    try {
                        added = queue.add(parcel);
                    } catch (IllegalStateException full) {
                        Thread.onSpinWait();
                    }
                }
            },
            "addAll",
            (queue, parcel) -> {
                for (boolean added = false; !added; ) {
                    try {
                        added = queue.addAll(List.of(parcel));
                    } catch (IllegalStateException full) {
                        Thread.onSpinWait();
                    }
                }
            });

    /** Two of these do not meet in a queue without room. */
    private static final Set<String> WITHOUT_WAIT = Set.of("offer", "add", "addAll", "poll", "drainTo");

    private QueueCases() {}

    @Proves("queue.kinds")
    static String every_kind() throws Exception {
        Hops hops = new Hops();
        for (Supplier<BlockingQueue<Parcel>> kind : KINDS) {
            for (Map.Entry<String, Worker.Take> take : TAKES.entrySet()) {
                for (Map.Entry<String, Put> put : PUTS.entrySet()) {
                    BlockingQueue<Parcel> queue = kind.get();
                    if (queue.remainingCapacity() == 0
                            && WITHOUT_WAIT.containsAll(List.of(put.getKey(), take.getKey()))) {
                        continue;
                    }
                    String what = put.getKey() + " and " + take.getKey() + " of "
                            + queue.getClass().getSimpleName();
                    try (Worker ignored = startedInAStory(queue, take.getValue(), hops)) {
                        for (int i = 0; i < 3; i++) {
                            hops.carries(what, () -> put.getValue().put(queue, new Parcel(1)));
                        }
                        hops.startsClean(what, () -> put.getValue().put(queue, new Parcel(2)));
                    }
                }
            }
        }
        return hops.verdict();
    }

    @Proves("queue.both-ends")
    static String both_ends_of_a_deque() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingDeque<Parcel> deque = new LinkedBlockingDeque<>();
        List<Worker.Take> takes = List.of(
                queue -> deque.takeFirst(),
                queue -> deque.takeLast(),
                queue -> deque.pollFirst(60, TimeUnit.SECONDS),
                queue -> deque.pollLast(60, TimeUnit.SECONDS),
                queue -> deque.pollLast());
        for (Worker.Take take : takes) {
            try (Worker ignored = startedInAStory(deque, take, hops)) {
                hops.carries("putFirst", () -> deque.putFirst(new Parcel(1)));
                hops.carries("putLast", () -> deque.putLast(new Parcel(2)));
                hops.carries("offerFirst", () -> deque.offerFirst(new Parcel(3)));
                hops.carries("offerLast", () -> deque.offerLast(new Parcel(4)));
                hops.carries("addFirst", () -> deque.addFirst(new Parcel(5)));
                hops.carries("push", () -> deque.push(new Parcel(6)));
                hops.carries("in time", () -> deque.offerFirst(new Parcel(7), 1, TimeUnit.SECONDS));
                hops.startsClean("next", () -> deque.addLast(new Parcel(8)));
            }
        }
        return hops.verdict();
    }

    @Proves("queue.transfer")
    static String transfers() throws Exception {
        Hops hops = new Hops();
        LinkedTransferQueue<Parcel> queue = new LinkedTransferQueue<>();
        try (Worker worker = startedInAStory(queue, BlockingQueue::take, hops)) {
            hops.carries("transfer", () -> queue.transfer(new Parcel(1)));
            hops.carries("in time", () -> queue.tryTransfer(new Parcel(2), 60, TimeUnit.SECONDS));
            hops.carries("at once", () -> {
                while (!queue.tryTransfer(new Parcel(3))) {
                    Thread.onSpinWait();
                }
            });
            hops.startsClean("next", () -> queue.transfer(new Parcel(4)));
            hops.expect("waits", false, worker.isWaiting() && !queue.isEmpty());
        }
        return hops.verdict();
    }

    /** What a thread inherited counts until its first take; nothing to take ends it as well. */
    @Proves("queue.time-out")
    static String time_out_and_poison_pill() throws Exception {
        Hops hops = new Hops();
        for (Supplier<BlockingQueue<Parcel>> kind : KINDS) {
            BlockingQueue<Parcel> queue = kind.get();
            CountDownLatch began = new CountDownLatch(1);
            String starter = Hops.inStory(() -> new Thread(() -> {
                        try {
                            hops.arrive();
                            queue.poll(1, TimeUnit.MILLISECONDS);
                            hops.arrive();
                            began.countDown();
                            queue.poll(60, TimeUnit.SECONDS);
                            hops.arrive();
                            queue.poll(60, TimeUnit.SECONDS);
                            hops.arrive();
                            queue.poll();
                            hops.arrive();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start());
            hops.expect("before the first", starter, hops.next());
            hops.expect("timed out", "null", hops.next());
            Hops.await(began);
            hops.carries("element", () -> queue.put(new Parcel(1)));
            hops.startsClean("poison pill", () -> queue.put(new Parcel(2)));
            hops.expect("empty", "null", hops.next());
        }
        return hops.verdict();
    }

    @Proves("queue.drain")
    static String drained() throws Exception {
        Hops hops = new Hops();
        for (Supplier<BlockingQueue<Parcel>> kind : KINDS) {
            BlockingQueue<Parcel> queue = kind.get();
            if (queue.remainingCapacity() < 10) {
                continue;
            }
            String one = Hops.inStory(() -> {
                queue.put(new Parcel(1));
                queue.put(new Parcel(2));
            });
            hops.expect("of one story", one, drainedIn(queue, new ArrayList<>()));
            Hops.inStory(() -> queue.put(new Parcel(1)));
            Hops.inStory(() -> queue.put(new Parcel(2)));
            hops.expect("of two stories", "null", drainedIn(queue, new ArrayList<>()));
            Hops.inStory(() -> queue.put(new Parcel(1)));
            Hops.inStory(() -> queue.put(new Parcel(2)));
            String third = Hops.inStory(() -> queue.put(new Parcel(3)));
            List<Parcel> rest = new ArrayList<>();
            Hops.inNewThread(() -> queue.drainTo(rest, 2));
            hops.expect("the rest, behind others", third, drainedIn(queue, rest));
            Hops.inStory(() -> queue.put(new Parcel(1)));
            hops.expect("drained", "null", drainedTwice(queue));
        }
        return hops.verdict();
    }

    /** Where another thread adds what it has drained, too; and where the collection does not say what was added last. */
    @Proves("queue.drain")
    static String drained_into_any_collection() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        BlockingQueue<Parcel> other = new LinkedBlockingQueue<>();
        Hops.inStory(() -> other.put(new Parcel(2)));
        List<Parcel> both = new ArrayList<>();
        List<Parcel> shared = new AbstractList<>() {
            @Override
            public void add(int index, Parcel parcel) {
                both.add(index, parcel);
                if (both.size() == 1) {
                    hops.expect(
                            "drained meanwhile",
                            false,
                            drainedByAnother(other, this).equals("null"));
                }
            }

            @Override
            public Parcel get(int index) {
                return both.get(index);
            }

            @Override
            public int size() {
                return both.size();
            }
        };
        String one = Hops.inStory(() -> queue.put(new Parcel(1)));
        hops.expect("shared list", one, Hops.inNewThread(() -> queue.drainTo(shared)));
        hops.expect("both", 2, both.size());
        String next = Hops.inStory(() -> queue.put(new Parcel(1)));
        hops.expect("set", next, Hops.inNewThread(() -> queue.drainTo(new HashSet<>())));
        return hops.verdict();
    }

    private static String drainedByAnother(BlockingQueue<Parcel> queue, Collection<Parcel> target) {
        try {
            return drainedIn(queue, target);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String drainedTwice(BlockingQueue<Parcel> queue) throws Exception {
        return Hops.inNewThread(() -> {
            queue.drainTo(new ArrayList<>());
            queue.drainTo(new ArrayList<>());
        });
    }

    private static String drainedIn(BlockingQueue<Parcel> queue, Collection<Parcel> target) throws Exception {
        return Hops.inNewThread(() -> queue.drainTo(target));
    }

    /** Some find no room: those that did are noted once, and those that did not, not at all. */
    @Proves("queue.added-in-part")
    static String added_all_that_there_was_room_for() throws Exception {
        Hops hops = new Hops();
        for (BlockingQueue<Parcel> queue : List.<BlockingQueue<Parcel>>of(
                new LinkedBlockingDeque<>(2), new LinkedBlockingQueue<>(2), new ArrayBlockingQueue<>(2))) {
            String kind = queue.getClass().getSimpleName();
            List<Parcel> parcels = List.of(new Parcel(1), new Parcel(2), new Parcel(3));
            String one = Hops.inStory(() -> {
                try {
                    queue.addAll(parcels);
                    hops.expect(kind + " is full", true, false);
                } catch (IllegalStateException asPlanned) {
                    hops.expect(kind, 2, queue.size());
                }
            });
            for (int i = 0; i < 2; i++) {
                hops.expect(kind, one, Hops.inNewThread(queue::take));
            }
            for (Parcel each : parcels) {
                String another = Hops.inStory(() -> queue.put(each));
                hops.expect(kind + " again", another, Hops.inNewThread(queue::take));
            }
        }
        LinkedBlockingDeque<Parcel> deque = new LinkedBlockingDeque<>();
        Parcel beforeNull = new Parcel(1);
        Hops.inStory(() -> {
            try {
                deque.addAll(Arrays.asList(beforeNull, null));
                hops.expect("null is refused", true, false);
            } catch (NullPointerException asPlanned) {
                hops.expect("nothing was added", true, deque.isEmpty());
            }
        });
        String next = Hops.inStory(() -> deque.put(beforeNull));
        hops.expect("after null", next, Hops.inNewThread(deque::take));
        return hops.verdict();
    }

    /** As an element at a time would be; drainTo says better that there are several. */
    @Proves("queue.collected")
    static String a_batch_that_is_taken_one_by_one() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        Hops.inStory(() -> queue.put(new Parcel(1)));
        String last = Hops.inStory(() -> queue.put(new Parcel(2)));
        hops.expect("the last one's", last, Hops.inNewThread(() -> {
            List<Parcel> batch = new ArrayList<>(List.of(queue.take()));
            for (int more = queue.size(); more > 0; more--) {
                batch.add(Objects.requireNonNull(queue.poll()));
            }
            hops.expect("batch", 2, batch.size());
        }));
        return hops.verdict();
    }

    @Proves("queue.equal-elements")
    static String equal_elements() throws Exception {
        Hops hops = new Hops();
        for (Supplier<BlockingQueue<Parcel>> kind : KINDS) {
            BlockingQueue<Parcel> queue = kind.get();
            if (queue.remainingCapacity() < 10) {
                continue;
            }
            for (int i = 0; i < 3; i++) {
                Hops.inStory(() -> queue.put(new Parcel(7, Hops.here())));
            }
            Worker.Take knowing = from -> {
                hops.arriveIn(from.take().story());
                return null;
            };
            try (Worker ignored = startedInAStory(queue, knowing, hops)) {
                hops.expect(queue.getClass().getSimpleName(), Map.of(Hops.RIGHT, 3), hops.next(3));
            }
        }
        return hops.verdict();
    }

    /** An interrupted wait has brought nothing; and what was in hand before it is over. */
    @Proves("queue.interrupted")
    static String interrupted() throws Exception {
        Hops hops = new Hops();
        for (Supplier<BlockingQueue<Parcel>> kind : KINDS) {
            BlockingQueue<Parcel> queue = kind.get();
            String seen = Hops.inNewThreadOfAStory(() -> {
                Thread.currentThread().interrupt();
                try {
                    queue.take();
                    hops.expect("taken", true, false);
                } catch (InterruptedException expected) {
                    hops.expect("interrupted", false, Thread.interrupted());
                }
            });
            hops.expect(queue.getClass().getSimpleName(), "null", seen);
        }
        return hops.verdict();
    }

    private static Worker startedInAStory(BlockingQueue<Parcel> queue, Worker.Take take, Hops hops) throws Exception {
        Worker[] worker = new Worker[1];
        Hops.inStory(() -> worker[0] = new Worker(queue, take, hops));
        return Objects.requireNonNull(worker[0]);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a queue of delayed parcels is one of parcels
    private static BlockingQueue<Parcel> delayQueue() {
        return (BlockingQueue) new DelayQueue<Parcel>();
    }

    private interface Put {
        void put(BlockingQueue<Parcel> queue, Parcel parcel) throws Exception;
    }
}
