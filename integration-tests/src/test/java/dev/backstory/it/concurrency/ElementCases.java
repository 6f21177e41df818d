package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Elements that are more than one hand-over, or none; each case returns what was wrong. */
final class ElementCases {

    private ElementCases() {}

    /** Which of two hand-overs of one object a take gets cannot be seen: their story if it is one, else none. */
    @Proves("queue.same-object-twice")
    static String same_object_twice() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        Parcel parcel = new Parcel(1);
        String story = Hops.inStory(() -> {
            queue.put(parcel);
            queue.put(parcel);
        });
        hops.expect("of one story", story, takenInNewThread(queue));
        hops.expect("of one story again", story, takenInNewThread(queue));
        Hops.inStory(() -> queue.put(parcel));
        Hops.inStory(() -> queue.put(parcel));
        hops.expect("of two stories", "null", takenInNewThread(queue));
        hops.expect("of two stories again", "null", takenInNewThread(queue));
        String last = Hops.inStory(() -> queue.put(parcel));
        hops.expect("later", last, takenInNewThread(queue));
        return hops.verdict();
    }

    @Proves("queue.requeued")
    static String requeued() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        String story = Hops.inStory(() -> queue.put(new Parcel(1)));
        for (int attempt = 0; attempt < 3; attempt++) {
            hops.expect("attempt " + attempt, story, Hops.inNewThread(() -> queue.put(queue.take())));
        }
        hops.expect("at last", story, takenInNewThread(queue));
        return hops.verdict();
    }

    /** Of equal elements just the one that was removed, which need not be the one that was looked for. */
    @Proves("queue.removed")
    static String removed_and_put_in_again() throws Exception {
        Hops hops = new Hops();
        for (BlockingQueue<Parcel> queue : List.of(
                new LinkedBlockingQueue<Parcel>(),
                new ArrayBlockingQueue<Parcel>(9),
                new PriorityBlockingQueue<Parcel>(),
                new LinkedTransferQueue<Parcel>(),
                new LinkedBlockingDeque<Parcel>())) {
            String kind = queue.getClass().getSimpleName();
            Parcel parcel = new Parcel(1);
            for (int i = 0; i < 2; i++) {
                Hops.inStory(() -> queue.put(parcel));
                hops.expect(kind + " removes", true, queue.remove(parcel));
                hops.expect(kind + " has none", false, queue.remove(parcel));
                String again = Hops.inStory(() -> queue.put(parcel));
                hops.expect(kind + ", put in again", again, takenInNewThread(queue));
            }
            Parcel equal = new Parcel(1);
            Hops.inStory(() -> queue.put(parcel));
            String first = Hops.inStory(() -> queue.put(equal));
            hops.expect(kind + " removes one of two", true, queue.remove(equal));
            String second = Hops.inStory(() -> queue.put(parcel));
            IdentityHashMap<Parcel, String> stories = new IdentityHashMap<>();
            for (int i = 0; i < 2; i++) {
                List<Parcel> taken = new ArrayList<>();
                String story = Hops.inNewThread(() -> taken.add(queue.take()));
                stories.put(taken.get(0), story);
            }
            hops.expect(kind + ", the one that was removed", second, stories.get(parcel));
            hops.expect(kind + ", the one that stayed", first, stories.get(equal));
        }
        LinkedBlockingDeque<Parcel> deque = new LinkedBlockingDeque<>();
        Parcel parcel = new Parcel(1);
        Hops.inStory(() -> deque.put(parcel));
        hops.expect("last occurrence", true, deque.removeLastOccurrence(new Parcel(1)));
        String last = Hops.inStory(() -> deque.put(parcel));
        hops.expect("removed as the last", last, takenInNewThread(deque));
        return hops.verdict();
    }

    @Proves("queue.values")
    static String values_are_nobody_s() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        for (Object value : List.of("text", 17, 4711L, 'x', true, Thread.State.NEW, String.class)) {
            Hops.inStory(() -> queue.put(value));
            hops.expect("story of " + value, "null", takenInNewThread(queue));
        }
        return hops.verdict();
    }

    /** Objects that are lent: a borrower must never get the story of who gave it back before. */
    @Proves("queue.object-pool")
    static String object_pool() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> jobs = new LinkedBlockingQueue<>();
        BlockingQueue<Parcel> lent = new ArrayBlockingQueue<>(2);
        lent.add(new Parcel(1));
        for (int i = 0; i < 3; i++) {
            String borrower = Hops.inStory(() -> {
                Parcel borrowed = lent.take();
                hops.arrive();
                lent.put(borrowed);
                hops.arrive();
            });
            hops.expect("a borrower", borrower, hops.next());
            hops.expect("a borrower afterwards", borrower, hops.next());
            expectOwnOrNone(hops, jobs, lent);
        }
        return hops.verdict();
    }

    /** The same, where the first that needs one makes it. */
    @Proves("queue.object-pool")
    static String object_pool_filled_on_demand() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> jobs = new LinkedBlockingQueue<>();
        BlockingQueue<Parcel> lent = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            Hops.inStory(() -> {
                Parcel borrowed = lent.poll();
                lent.put(borrowed == null ? new Parcel(1) : borrowed);
            });
            expectOwnOrNone(hops, jobs, lent);
        }
        return hops.verdict();
    }

    /** The same, where who needs one makes it without a look, as long as there may be more; and borrowers are tasks. */
    @Proves("queue.object-pool")
    static String object_pool_filled_without_a_look() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        BlockingQueue<Parcel> lent = new LinkedBlockingQueue<>();
        Callable<Integer> borrower = () -> {
            for (int i = 0; i < 2; i++) {
                Parcel borrowed = lent.take();
                hops.arrive();
                lent.put(borrowed);
            }
            return hops.arriveAndAnswer();
        };
        for (int i = 0; i < 2; i++) {
            Hops.inStory(() -> lent.put(new Parcel(1)));
        }
        Hops.inStory(() -> pool.submit(borrower).get());
        hops.expect("work or lent", Map.of("null", 3), hops.next(3));
        String story = Hops.inStory(() -> pool.submit(borrower).get());
        hops.expect("lent", Map.of(story, 3), hops.next(3));
        pool.shutdown();
        return hops.verdict();
    }

    /** A worker borrows while it works on a job. */
    private static void expectOwnOrNone(Hops hops, BlockingQueue<Parcel> jobs, BlockingQueue<Parcel> lent)
            throws Exception {
        String job = Hops.inStory(() -> jobs.put(new Parcel(2)));
        String seen = Hops.inNewThread(() -> {
            jobs.take();
            lent.put(lent.take());
        });
        hops.expect("the job's story or none, but was " + seen, true, seen.equals(job) || seen.equals("null"));
    }

    @Proves("queue.refused")
    static String refused() throws Exception {
        Hops hops = new Hops();
        ArrayBlockingQueue<Parcel> queue = new ArrayBlockingQueue<>(1);
        Parcel parcel = new Parcel(1);
        queue.put(new Parcel(2));
        Hops.inStory(() -> {
            hops.expect("offered", false, queue.offer(parcel));
            hops.expect("offered in time", false, queue.offer(parcel, 1, TimeUnit.MILLISECONDS));
            try {
                queue.add(parcel);
                hops.expect("added", true, false);
            } catch (IllegalStateException full) {
                hops.expect("size", 1, queue.size());
            }
            Thread.currentThread().interrupt();
            try {
                queue.put(parcel);
                hops.expect("put", true, false);
            } catch (InterruptedException interrupted) {
                hops.expect("size", 1, queue.size());
            }
        });
        hops.expect("before", "null", takenInNewThread(queue));
        hops.expect("put at last", Hops.inStory(() -> queue.put(parcel)), takenInNewThread(queue));
        queue.put(parcel);
        hops.expect("put in none", "null", takenInNewThread(queue));
        return hops.verdict();
    }

    /** Work that waits for an answer stays itself. */
    @Proves("queue.in-hand")
    static String taken_by_work_in_hand() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> questions = new LinkedBlockingQueue<>();
        BlockingQueue<Parcel> answers = new SynchronousQueue<>();
        try (Worker ignored = new Worker(hops, () -> answers.put(questions.take()))) {
            for (int i = 0; i < 10; i++) {
                String story = Hops.inStory(() -> {
                    Parcel question = new Parcel(1);
                    questions.put(question);
                    hops.expect("answer", question, answers.take());
                    hops.arrive();
                    hops.expect("nothing", null, answers.poll(1, TimeUnit.MILLISECONDS));
                    hops.arrive();
                });
                hops.expect("after the answer", story, hops.next());
                hops.expect("after none", story, hops.next());
            }
        }
        return hops.verdict();
    }

    /** Whether it made the queue, too, or not: it has ended when others put their work in. */
    @Proves("queue.task-loop")
    static String a_loop_that_a_request_hands_to_a_pool() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (boolean makesQueue : new boolean[] {true, false}) {
            List<BlockingQueue<Parcel>> queues = new ArrayList<>(List.of(new LinkedBlockingQueue<>()));
            String starter = Hops.inStory(() -> {
                if (makesQueue) {
                    queues.set(0, new LinkedBlockingQueue<>());
                }
                queues.get(0).put(new Parcel(1));
                pool.execute(() -> takes(5, queues.get(0), hops));
            });
            BlockingQueue<Parcel> queue = queues.get(0);
            hops.expect("its own", starter, hops.next());
            Hops.inStory(() -> queue.put(new Parcel(1)));
            hops.expect("whose that is cannot be seen", "null", hops.next());
            hops.carries("now it can", () -> queue.put(new Parcel(1)));
            hops.carries("and again", () -> queue.put(new Parcel(1)));
            hops.startsClean("in none", () -> queue.put(new Parcel(1)));
            hops.carries("the next task", () -> pool.execute(hops::arrive));
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("queue.task-loop")
    static String a_loop_that_drains() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            Hops.inStory(() -> queue.put(new Parcel(1)));
        }
        CountDownLatch starterHasEnded = new CountDownLatch(1);
        Hops.inStory(() -> pool.execute(() -> {
            Hops.await(starterHasEnded);
            queue.drainTo(new ArrayList<>());
            hops.arrive();
            takes(1, queue, hops);
        }));
        starterHasEnded.countDown();
        hops.expect("of several stories", "null", hops.next());
        hops.carries("now one", () -> queue.put(new Parcel(1)));
        pool.shutdown();
        return hops.verdict();
    }

    /** Until its starter has ended it may be a part of it that borrows. */
    @Proves("queue.task-loop")
    static String a_loop_that_begins_beside_its_starter() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        Hops.inStory(() -> {
            pool.execute(() -> takes(4, queue, hops));
            for (int i = 0; i < 2; i++) {
                Hops.inStory(() -> queue.put(new Parcel(1)));
                hops.expect("beside its starter", "null", hops.next());
            }
        });
        Hops.inStory(() -> queue.put(new Parcel(1)));
        hops.expect("the first after it", "null", hops.next());
        hops.carries("from then on", () -> queue.put(new Parcel(1)));
        pool.shutdown();
        return hops.verdict();
    }

    /** The request made the queue for them, and waits for the task; who answers has a story of its own. */
    @Proves("queue.task-loop")
    static String a_task_that_waits_for_answers() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Hops.inStory(() -> {
            BlockingQueue<Parcel> answers = new LinkedBlockingQueue<>();
            pool.execute(() -> takes(3, answers, hops));
            for (int i = 0; i < 3; i++) {
                Hops.inStory(() -> answers.put(new Parcel(1)));
                hops.expect("answer " + i, Hops.here(), hops.next());
            }
        });
        pool.shutdown();
        return hops.verdict();
    }

    private static void takes(int times, BlockingQueue<Parcel> queue, Hops hops) {
        try {
            for (int i = 0; i < times; i++) {
                queue.take();
                hops.arrive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String takenInNewThread(BlockingQueue<?> queue) throws Exception {
        return Hops.inNewThread(queue::take);
    }
}
