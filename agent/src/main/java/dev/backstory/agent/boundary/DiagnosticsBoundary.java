package dev.backstory.agent.boundary;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boot.Diagnostics;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Shows the boundaries to whoever looks by JMX. Nothing of JMX is touched before the application does. */
final class DiagnosticsBoundary implements AgentBoundary {

    private static final Set<String> CLASSES = Set.of("java.lang.management.ManagementFactory");

    @Override
    public String name() {
        return "diagnostics";
    }

    @Override
    public void prepare() {
        Diagnostics.install();
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(Change.toJdkClass("java.lang.management.ManagementFactory")
                .advise(named("getPlatformMBeanServer"), RegisterOnReturn.class));
    }

    static final class RegisterOnReturn {
        private RegisterOnReturn() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Return @Nullable MBeanServer server) throws JMException {
            Diagnostics.register(server);
        }
    }
}
