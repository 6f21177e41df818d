package dev.backstory.agent.boundary.main;

import dev.backstory.agent.boot.ProcessSettings;
import dev.backstory.context.Step;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Whether this JVM is an engineer's console session, and whose, as settings and the environment say. */
final class ConsoleSession {

    private static final String JSHELL_REMOTE = "jdk.jshell.execution.RemoteExecutionControl";

    private final Properties properties;
    private final Map<String, String> environment;

    ConsoleSession(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** The step that the run of that main class is: a console session, else a plain {@code main}. */
    Step.Builder step(String mainClass) {
        String issue = get("backstory.issue");
        String reason = get("backstory.reason");
        boolean jshell = mainClass.equals(JSHELL_REMOTE);
        if (issue == null && reason == null && !jshell && !"true".equalsIgnoreCase(get("backstory.console"))) {
            return Step.of(Step.MAIN, simpleName(mainClass)).attribute("class", mainClass);
        }
        Step.Builder session = Step.of(Step.CONSOLE, jshell ? "jshell" : simpleName(mainClass));
        String operator = get("backstory.operator");
        say(session, "operator", operator != null ? operator : properties.getProperty("user.name"));
        say(session, "issue", issue);
        say(session, "reason", reason);
        return session;
    }

    private static void say(Step.Builder session, String key, @Nullable String value) {
        if (value != null) {
            session.attribute(key, value);
        }
    }

    private @Nullable String get(String key) {
        String value = properties.getProperty(key);
        return ProcessSettings.unlessBlank(value != null ? value : environment.get(ProcessSettings.variable(key)));
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
