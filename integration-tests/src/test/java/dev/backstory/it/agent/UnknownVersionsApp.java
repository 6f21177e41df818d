package dev.backstory.it.agent;

/** Has classes loaded, as an application would that works with them. */
final class UnknownVersionsApp {

    private UnknownVersionsApp() {}

    static void load(String className) throws ClassNotFoundException {
        Class.forName(className, false, UnknownVersionsApp.class.getClassLoader());
    }
}
