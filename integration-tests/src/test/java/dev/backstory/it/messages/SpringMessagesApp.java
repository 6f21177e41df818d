package dev.backstory.it.messages;

import dev.backstory.it.harness.Case;

/** The application with Spring's listeners, called by its name: the tests are compiled against no version of Spring. */
final class SpringMessagesApp {

    private static boolean started;

    private SpringMessagesApp() {}

    /** Starts the listeners when it is called first; returns how the names of their destinations end. */
    static synchronized String start(String kafka, String rabbit, String jms) throws Exception {
        String ending = Long.toString(ProcessHandle.current().pid());
        if (!started) {
            messaging()
                    .getMethod("start", String.class, String.class, String.class, String.class)
                    .invoke(null, kafka, rabbit, jms, ending);
            started = true;
        }
        return ending;
    }

    /** What the listeners publish from now on, whoever sends, belongs to this case. */
    static void listen() {}

    /** Sends texts, separated by commas: each in a story of its own, but what begins with foreign. */
    static void send(String broker, String destination, String texts) throws Exception {
        for (String text : texts.split(",", -1)) {
            if (text.startsWith("foreign")) {
                sendOne(broker, destination, text);
            } else {
                Case.inStep("sends", () -> {
                    Case.publish("sent " + text);
                    sendOne(broker, destination, text);
                });
            }
        }
    }

    /** The same to a topic whose listener starts afterwards, so that they arrive together. */
    static void send_together(String topic, String texts) throws Exception {
        send("kafka", topic, texts);
        messaging().getMethod("startBatches").invoke(null);
    }

    private static void sendOne(String broker, String destination, String text) throws Exception {
        messaging().getMethod("send", String.class, String.class, String.class).invoke(null, broker, destination, text);
    }

    private static Class<?> messaging() throws ClassNotFoundException {
        return Class.forName("dev.backstory.it.springmessages.Messaging");
    }
}
