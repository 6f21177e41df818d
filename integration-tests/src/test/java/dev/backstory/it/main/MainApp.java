package dev.backstory.it.main;

import dev.backstory.Event;
import dev.backstory.Events;
import dev.backstory.it.harness.Case;

/** The harness loads the application inside its {@code main}, and calls its cases on threads that this main started. */
final class MainApp {

    private static final String OPENED =
            Events.publish(Event.of("Opened").build()).eventId();

    private MainApp() {}

    static String opened() {
        return OPENED;
    }

    static void serve() {
        Case.publish("Served");
    }
}
