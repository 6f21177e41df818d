package dev.backstory;

/** What a service is called that has no configured name: its jar, else its main class. */
final class ServiceName {

    private ServiceName() {}

    static String of(Settings settings) {
        String configured = settings.text(Setting.SERVICE);
        return configured.isEmpty() ? fromCommand(System.getProperty("sun.java.command", "")) : configured;
    }

    static String fromCommand(String command) {
        int end = command.indexOf(' ');
        String main = end < 0 ? command : command.substring(0, end);
        if (main.endsWith(".jar")) {
            String file = main.substring(Math.max(main.lastIndexOf('/'), main.lastIndexOf('\\')) + 1);
            return file.substring(0, file.length() - ".jar".length());
        }
        String simple = main.substring(main.lastIndexOf('.') + 1);
        return simple.isEmpty() ? "unnamed" : simple;
    }
}
