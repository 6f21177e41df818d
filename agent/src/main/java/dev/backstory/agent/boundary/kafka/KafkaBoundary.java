package dev.backstory.agent.boundary.kafka;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.KafkaMessages;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Kafka's clients, from 3.0 on: a record that is sent names its story, one that is received is a step while it is in hand. */
public final class KafkaBoundary implements AgentBoundary {

    private static final String CLIENTS = "org.apache.kafka.clients.";

    private static final Set<String> CLASSES = Set.of(
            CLIENTS + "producer.KafkaProducer",
            CLIENTS + "consumer.KafkaConsumer",
            CLIENTS + "consumer.ConsumerRecords");

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && CLASSES.contains(className);
    }

    private static Method spliterator() {
        try {
            return KafkaMessages.class.getMethod("spliterator", Object.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toLibraryClass(CLIENTS + "producer.KafkaProducer")
                        .advise(named("doSend").and(takesArguments(2)), InjectIntoCopy.class),
                Change.toLibraryClass(CLIENTS + "consumer.KafkaConsumer")
                        .advise(named("poll").and(isPublic()), PutDownBeforePoll.class)
                        .advise(named("close").and(isPublic()), PutDownBeforePoll.class),
                Change.toLibraryClass(CLIENTS + "consumer.ConsumerRecords")
                        .advise(named("iterator").and(takesNoArguments()), HandOneByOne.class)
                        .advise(named("records").and(returns(List.class)), HandListOneByOne.class)
                        .advise(named("records").and(returns(Iterable.class)), HandTopicOneByOne.class)
                        .answer("spliterator", spliterator()));
    }

    static final class InjectIntoCopy {

        private InjectIntoCopy() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object message,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object callback)
                throws ReflectiveOperationException {
            message = KafkaMessages.sending(message);
            callback = KafkaMessages.carried(callback);
        }
    }

    static final class PutDownBeforePoll {

        private PutDownBeforePoll() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            KafkaMessages.polling();
        }
    }

    static final class HandOneByOne {

        private HandOneByOne() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.Return(readOnly = false) Iterator<?> messages) {
            messages = KafkaMessages.handing(messages);
        }
    }

    static final class HandListOneByOne {

        private HandListOneByOne() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.Return(readOnly = false) List<?> messages) {
            messages = KafkaMessages.handing(messages);
        }
    }

    static final class HandTopicOneByOne {

        private HandTopicOneByOne() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.Return(readOnly = false) Iterable<?> messages) {
            messages = KafkaMessages.handing(messages);
        }
    }
}
