package dev.backstory.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Where the JVM enters the agent. Nothing escapes from here: a broken agent must not stop the application. */
public final class BackstoryAgent {

    private static final String[] TOOLS = {
        "jdk.jcmd/", "jdk.compiler/", "jdk.jartool/", "jdk.javadoc/", "jdk.jdeps/", "jdk.jlink/",
                "jdk.jshell/jdk.internal.jshell.tool",
        "jdk.jconsole/", "jdk.jdi/", "jdk.jfr/", "jdk.jpackage/", "jdk.jstatd/", "jdk.hotspot.agent/",
                "jdk.httpserver/",
        "java.base/sun.security.tools.", "java.rmi/", "java.scripting/", "jdk.rmic/", "jdk.policytool/"
    };

    private static boolean started;

    private BackstoryAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        start(instrumentation);
    }

    private static void start(Instrumentation instrumentation) {
        try {
            if (isSwitchedOff() || isTool(System.getProperty("sun.java.command"))) {
                return;
            }
            if (started) {
                // In JAVA_TOOL_OPTIONS and on the command line, say. Classes that are changed twice would lose what
                // they carry.
                System.err.println("[backstory] the agent is named twice; it has started once");
                return;
            }
            started = true;
            File jar = ownJar();
            if (BackstoryAgent.class.getClassLoader() != null) {
                // Renamed: Boot-Class-Path names a file that is not there.
                instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar));
                System.err.println(
                        "[backstory] the agent jar is not named backstory-agent.jar, so the JVM may warn about class"
                                + " data sharing and start more slowly; rename it back to avoid that");
            }
            // Relocated with ByteBuddy: the application's own ByteBuddy does not see these.
            System.setProperty(new String("net.bytebuddy.safe"), "true");
            System.setProperty(new String("net.bytebuddy.nexus.disabled"), "true");
            ClassLoader loader = new AgentClassLoader(jar, ClassLoader.getPlatformClassLoader());
            loader.loadClass("dev.backstory.agent.boundary.Installer")
                    .getMethod("install", Instrumentation.class)
                    .invoke(null, instrumentation);
        } catch (Throwable failure) {
            System.err.println("[backstory] the agent could not start; the application runs without it: " + failure);
            Throwable cause = failure.getCause();
            if (cause != null) {
                System.err.println("[backstory] caused by " + cause);
            }
        }
    }

    private static boolean isSwitchedOff() {
        String enabled = System.getProperty("backstory.enabled");
        if (enabled == null) {
            enabled = System.getenv("BACKSTORY_ENABLED");
        }
        return enabled != null && enabled.trim().equalsIgnoreCase("false");
    }

    /** The JDK's own tools run under JAVA_TOOL_OPTIONS too, and must not change what they print. */
    static boolean isTool(@Nullable String command) {
        if (command == null) {
            return false;
        }
        for (String tool : TOOLS) {
            if (command.startsWith(tool)) {
                return true;
            }
        }
        return command.startsWith("com.sun.tools.")
                || command.startsWith("sun.tools.")
                || command.startsWith("sun.security.tools.");
    }

    /** Seen from the bootstrap loader a class does not know its jar, so a resource is asked for it. */
    private static File ownJar() throws java.net.URISyntaxException {
        URL url = ClassLoader.getSystemResource("dev/backstory/agent/BackstoryAgent.class");
        if (url == null) {
            throw new IllegalStateException("the agent's jar is not on the class path");
        }
        String path = url.getPath();
        return new File(new java.net.URI(path.substring(0, path.indexOf("!/"))));
    }
}
