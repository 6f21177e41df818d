package dev.backstory.agent.boot;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Says what each boundary has done: by JMX, and with {@code backstory.diagnostics=true} when the JVM ends too. */
public final class Diagnostics {

    /** A constant, so that the hops of an application that nobody diagnoses are not counted at all. */
    static final boolean ON = isOn();

    private Diagnostics() {}

    private static boolean isOn() {
        String value = ProcessSettings.get("backstory.diagnostics");
        return value != null && value.trim().equalsIgnoreCase("true");
    }

    /** Called in premain. */
    public static void install() {
        if (ON) {
            Runtime.getRuntime().addShutdownHook(new Report());
        }
    }

    /**
     * Called whenever somebody has asked for the platform's server: never earlier than the application itself makes it, and in
     * time for everybody who looks into it.
     */
    public static void register(@Nullable MBeanServer server) throws JMException {
        if (server == null || !Place.DIAGNOSTICS.isOn()) {
            return;
        }
        for (Place each : Place.all()) {
            ObjectName name = new ObjectName("dev.backstory:type=Boundary,name=" + each.name());
            if (!server.isRegistered(name)) {
                server.registerMBean(each, name);
            }
        }
    }

    /** One line for each boundary. */
    private static final class Report extends Thread {

        Report() {
            super("backstory-diagnostics");
        }

        @Override
        public void run() {
            for (Place each : Place.all()) {
                System.err.println("[backstory] " + each.name() + (each.isOn() ? "" : " (off)") + ": " + each.getHops()
                        + " hops, " + each.getSuppressedErrors() + " errors suppressed; changed "
                        + String.join(", ", each.getChanged()) + skipped(each.getSkipped()));
            }
        }

        private static String skipped(String[] skipped) {
            return skipped.length == 0 ? "" : "; skipped " + String.join(", ", skipped);
        }
    }
}
