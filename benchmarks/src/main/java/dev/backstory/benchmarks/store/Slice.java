package dev.backstory.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A turn of one contender.
 *
 * @param eventsPerSecond stored
 * @param cpu in microseconds for each event
 */
record Slice(double eventsPerSecond, Cpu cpu) {

    static Slice of(Contender contender, int publishers, Duration time, ProcessHandle server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(publishers);
        try {
            Cpu before = Cpu.soFar(server);
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < publishers; i++) {
                int publisher = i;
                running.add(threads.submit(() -> contender.publish(publisher, () -> System.nanoTime() - end < 0)));
            }
            long events = 0;
            for (Future<Long> each : running) {
                events += each.get();
            }
            contender.settle();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Slice(events / seconds, Cpu.soFar(server).since(before, events));
        } finally {
            threads.shutdown();
        }
    }
}
