package dev.backstory.benchmarks;

/** The least that a JVM can do. */
final class Hello {

    private Hello() {}

    /** Says so. */
    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
