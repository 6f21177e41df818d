package dev.backstory.agent.boundary.springlisteners;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.SpringListeners;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * What Spring's containers for Kafka, RabbitMQ and JMS call with a message: a delivery from there until the listener, and whoever
 * handles its error, has returned.
 */
public final class SpringListenersBoundary implements AgentBoundary {

    private static final String KAFKA =
            "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer";
    private static final String RABBIT = "org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer";
    private static final String JMS = "org.springframework.jms.listener.AbstractMessageListenerContainer";
    private static final Set<String> CLASSES = Set.of(KAFKA, RABBIT, JMS);

    @Override
    public String name() {
        return "springlisteners";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toLibraryClass(KAFKA)
                        .advise(named("doInvokeRecordListener").and(takesArguments(2)), HandleRecord.class)
                        .advise(named("invokeOnMessage").and(takesArguments(1)), NoteFailure.class)
                        .advise(named("doInvokeBatchListener").and(takesArguments(2)), HandleBatch.class)
                        .advise(named("invokeBatchOnMessage").and(takesArguments(2)), NoteFailure.class),
                Change.toLibraryClass(RABBIT)
                        .advise(named("executeListener").and(takesArguments(2)), HandleRabbitMessage.class),
                Change.toLibraryClass(JMS)
                        .advise(named("doExecuteListener").and(takesArguments(2)), HandleJmsMessage.class));
    }

    static final class HandleRecord {

        private HandleRecord() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.FieldValue("commonErrorHandler") @Nullable Object errorHandler,
                @Advice.Argument(0) Object message)
                throws ReflectiveOperationException {
            return SpringListeners.handlingRecord(errorHandler, message);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object delivery, @Advice.Thrown @Nullable Throwable thrown) {
            SpringListeners.handled(delivery, thrown);
        }
    }

    static final class HandleBatch {

        private HandleBatch() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static @Nullable Object enter(
                @Advice.Argument(0) Iterable<?> messages,
                @Advice.Argument(value = 1, readOnly = false) @Nullable List<?> list) {
            Object delivery = SpringListeners.handlingBatch(messages);
            list = SpringListeners.handingOneByOne(list);
            return delivery;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object delivery, @Advice.Thrown @Nullable Throwable thrown) {
            SpringListeners.handled(delivery, thrown);
        }
    }

    /** The container catches it and asks its error handler. */
    static final class NoteFailure {

        private NoteFailure() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Thrown @Nullable Throwable thrown) {
            SpringListeners.failed(thrown);
        }
    }

    static final class HandleRabbitMessage {

        private HandleRabbitMessage() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(1) Object messages) {
            return SpringListeners.handlingRabbitMessage(messages);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object delivery, @Advice.Thrown @Nullable Throwable thrown) {
            SpringListeners.handled(delivery, thrown);
        }
    }

    static final class HandleJmsMessage {

        private HandleJmsMessage() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(1) Object message) {
            return SpringListeners.handlingJmsMessage(message);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object delivery, @Advice.Thrown @Nullable Throwable thrown) {
            SpringListeners.handled(delivery, thrown);
        }
    }
}
