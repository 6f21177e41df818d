package shop;

import dev.backstory.Event;
import dev.backstory.Events;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Publishes from a pool's thread, in a step and a block of its own: with types of the context package in its own code. */
public final class Shop implements Callable<String> {

    /** What was wrong, in words; empty when nothing was. */
    @Override
    public String call() throws Exception {
        if (!Shop.class.getModule().isNamed()) {
            return "the shop is no named module";
        }
        if (CausalContext.class.getClassLoader() != null) {
            return "the context package is there twice";
        }
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Step step = Step.of(Step.JOB, "modular").from(CausalContext.NONE).start();
        try (Scope inStep = step.context().activate();
                Scope inBlock = Events.with("tenant", "acme")) {
            return pool.submit(Shop::publish).get().equals(step.correlationId()) ? "" : "the pool lost the story";
        } finally {
            step.end();
            pool.shutdown();
        }
    }

    private static String publish() {
        return Events.publish(Event.of("modular")
                        .metadata("testCase", System.getProperty("testCase", "none"))
                        .build())
                .correlationId();
    }
}
