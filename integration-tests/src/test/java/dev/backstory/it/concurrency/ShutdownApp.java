package dev.backstory.it.concurrency;

/** Ends the JVM in the midst of a request. */
final class ShutdownApp {

    private ShutdownApp() {}

    static void exit_in_a_story() throws Exception {
        Hops.inStory(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("hook: story " + Hops.here())));
            System.err.println("request: story " + Hops.here());
            System.exit(0);
        });
    }
}
