package dev.backstory.it.concurrency;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Tasks of timers; each case returns what was wrong. */
final class TimerCases {

    private TimerCases() {}

    @Proves("timer.one-shot")
    static String one_shot() throws Exception {
        Hops hops = new Hops();
        Timer timer = new Timer(true);
        hops.carries("after a delay", () -> timer.schedule(task(hops::arrive), 1));
        hops.carries("at a date", () -> timer.schedule(task(hops::arrive), Date.from(Instant.now())));
        hops.startsClean("next", () -> timer.schedule(task(hops::arrive), 1));
        timer.cancel();
        return hops.verdict();
    }

    @Proves("timer.made-in-request")
    static String made_in_a_story() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Timer> made = new LinkedBlockingQueue<>();
        Hops.inStory(() -> made.add(new Timer(true)));
        hops.startsClean("task", () -> made.element().schedule(task(hops::arrive), 1));
        made.element().cancel();
        return hops.verdict();
    }

    @Proves("timer.repeated")
    static String repeated() throws Exception {
        Hops hops = new Hops();
        Timer timer = new Timer(true);
        for (boolean fixedRate : new boolean[] {true, false}) {
            LinkedBlockingQueue<Step> runs = new LinkedBlockingQueue<>();
            LinkedBlockingQueue<Step> scheduledIn = new LinkedBlockingQueue<>();
            TimerTask task = task(() -> runs.add(running()));
            TreeSet<String> stories = new TreeSet<>();
            stories.add(Hops.inStory(() -> {
                scheduledIn.add(running());
                if (fixedRate) {
                    timer.scheduleAtFixedRate(task, 1, 1);
                } else {
                    timer.schedule(task, 1, 1);
                }
            }));
            for (int i = 0; i < 3; i++) {
                Step run = runs.take();
                hops.expect("kind", Step.SCHEDULED, run.kind());
                hops.expect("scheduled by", scheduledIn.element().id(), run.scheduledBy());
                stories.add(run.correlationId());
            }
            hops.expect("stories", 4, stories.size());
            task.cancel();
        }
        // The runs that were taken out of a queue brought their contexts along; asking for another lets go of them.
        hops.expect("nothing left", null, new LinkedBlockingQueue<>().poll());
        hops.startsClean("after it", () -> timer.schedule(task(hops::arrive), 1));
        timer.cancel();
        return hops.verdict();
    }

    /** Scheduling a task twice is refused, and must not change whose it is. */
    @Proves("timer.scheduled-twice")
    static String scheduled_twice() throws Exception {
        Hops hops = new Hops();
        Timer timer = new Timer(true);
        TimerTask task = task(hops::arrive);
        String first = Hops.inStory(() -> timer.schedule(task, 200));
        Hops.inStory(() -> {
            try {
                timer.schedule(task, 1);
                hops.expect("refused", true, false);
            } catch (IllegalStateException expected) {
                hops.expect("refused", true, true);
            }
        });
        hops.expect("story", first, hops.next());
        timer.cancel();
        return hops.verdict();
    }

    /** A failure ends the timer's thread; the context must not outlive the task in what runs on that thread after it. */
    @Proves("timer.failing")
    static String failing() throws Exception {
        Hops hops = new Hops();
        Timer timer = new Timer(true);
        String story = Hops.inStory(() -> timer.schedule(
                task(() -> {
                    Thread.currentThread().setUncaughtExceptionHandler((dead, failure) -> hops.arrive());
                    hops.arrive();
                    throw new IllegalStateException("as planned");
                }),
                1));
        hops.expect("task", story, hops.next());
        hops.expect("handler", "null", hops.next());
        return hops.verdict();
    }

    /** The test looks at what is stored of its runs. */
    static void failing_in_its_second_run() throws Exception {
        CountDownLatch died = new CountDownLatch(1);
        Case.inStep("schedules", () -> {
            Case.publish("scheduled");
            Timer timer = new Timer(true);
            int[] runs = new int[1];
            timer.schedule(
                    task(() -> {
                        Thread.currentThread().setUncaughtExceptionHandler((dead, failure) -> died.countDown());
                        if (++runs[0] == 2) {
                            Case.publish("fails");
                            throw new IllegalStateException("as planned");
                        }
                    }),
                    1,
                    1);
        });
        Hops.await(died);
    }

    private static Step running() {
        return Objects.requireNonNull(CausalContext.current().step());
    }

    private static TimerTask task(Runnable body) {
        return new TimerTask() {
            @Override
            public void run() {
                body.run();
            }
        };
    }
}
