package dev.backstory.agent.boundary.jms;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.JmsMessages;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.KindOf;
import dev.backstory.agent.boundary.LoaderHint;
import dev.backstory.agent.boundary.Supertypes;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * JMS, {@code javax} and {@code jakarta}: a message that is sent names its story; one that a listener is called with is a step, and
 * so is one that was received, until the next is asked for. The simplified API of JMS 2 calls the classic one.
 */
public final class JmsBoundary implements AgentBoundary {

    private static final String PRODUCER = "jms.MessageProducer";
    private static final String CONSUMER = "jms.MessageConsumer";
    private static final String MESSAGE = "jms.Message";

    private final LoaderHint javax = new LoaderHint("javax." + CONSUMER);
    private final LoaderHint jakarta = new LoaderHint("jakarta." + CONSUMER);
    private final Supertypes supertypes = new Supertypes(
            "javax/jms/MessageProducer",
            "javax/jms/MessageConsumer",
            "jakarta/jms/MessageProducer",
            "jakarta/jms/MessageConsumer");

    @Override
    public String name() {
        return "jms";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return jakarta.match(className, loader) || javax.match(className, loader);
    }

    /** Whether the class is a kind of producer or consumer. */
    @Override
    public @Nullable String kind(String className, @Nullable ClassLoader loader, byte[] classFile) {
        return loader == null ? null : supertypes.of(loader, classFile);
    }

    @Override
    public List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> own = isPublic().and(not(isAbstract()));
        ElementMatcher<TypeDescription> message = namedOneOf("javax." + MESSAGE, "jakarta." + MESSAGE);
        return List.of(
                Change.to(this::looksAt, KindOf.anyOf("javax." + PRODUCER, "jakarta." + PRODUCER))
                        .advise(own.and(named("send")).and(takesArgument(0, message)), InjectIntoFirst.class)
                        .advise(own.and(named("send")).and(takesArgument(1, message)), InjectIntoSecond.class),
                Change.to(this::looksAt, KindOf.anyOf("javax." + CONSUMER, "jakarta." + CONSUMER))
                        .advise(own.and(namedOneOf("receive", "receiveNoWait")), TakeInHand.class)
                        .advise(own.and(named("close")).and(takesArguments(0)), PutDownBeforeClose.class)
                        .advise(own.and(named("setMessageListener")), ListenAsSteps.class)
                        .advise(own.and(named("getMessageListener")), GiveTheirsBack.class));
    }

    static final class InjectIntoFirst {

        private InjectIntoFirst() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) @Nullable Object message) {
            JmsMessages.sending(message);
        }
    }

    static final class InjectIntoSecond {

        private InjectIntoSecond() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(1) @Nullable Object message) {
            JmsMessages.sending(message);
        }
    }

    static final class TakeInHand {

        private TakeInHand() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            JmsMessages.puttingDown();
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Return @Nullable Object message) {
            JmsMessages.received(message);
        }
    }

    static final class PutDownBeforeClose {

        private PutDownBeforeClose() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            JmsMessages.puttingDown();
        }
    }

    static final class ListenAsSteps {

        private ListenAsSteps() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object listener) {
            listener = JmsMessages.listening(listener);
        }
    }

    static final class GiveTheirsBack {

        private GiveTheirsBack() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object listener) {
            listener = JmsMessages.theirs(listener);
        }
    }
}
