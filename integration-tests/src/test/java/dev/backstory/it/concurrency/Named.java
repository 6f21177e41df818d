package dev.backstory.it.concurrency;

/** A task of a class with a name, which arrives wherever it runs. */
final class Named implements Runnable {
    private final Hops hops;

    Named(Hops hops) {
        this.hops = hops;
    }

    @Override
    public void run() {
        hops.arrive();
    }
}
