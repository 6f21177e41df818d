package dev.backstory.agent.boundary.rabbitmq;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.RabbitMessages;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.KindOf;
import dev.backstory.agent.boundary.LoaderHint;
import dev.backstory.agent.boundary.Supertypes;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's client, from 5.0 on: a message that is published names its story; a delivery to a consumer is a step, and so is what
 * {@code basicGet} brought, until the next one.
 */
public final class RabbitBoundary implements AgentBoundary {

    private static final String CLIENT = "com.rabbitmq.client.";
    private static final String CHANNEL = CLIENT + "impl.ChannelN";
    private static final String RPC_SERVER = CLIENT + "RpcServer";
    private static final Set<String> CLASSES = Set.of(CHANNEL, RPC_SERVER);
    private static final String CONSUMER = CLIENT + "Consumer";

    /** Its consumers only fill the queues that its containers read. */
    private static final String SPRING = "org.springframework.amqp.";

    private final LoaderHint loaders = new LoaderHint(CONSUMER);
    private final Supertypes supertypes = new Supertypes(CONSUMER.replace('.', '/'));

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return (loader != null && CLASSES.contains(className))
                || (!className.startsWith(SPRING) && loaders.match(className, loader));
    }

    /** Whether the class is a kind of consumer. */
    @Override
    public @Nullable String kind(String className, @Nullable ClassLoader loader, byte[] classFile) {
        return loader == null || CLASSES.contains(className) ? "" : supertypes.of(loader, classFile);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toLibraryClass(CHANNEL)
                        .advise(
                                named("basicPublish")
                                        .and(takesArgument(4, named(CLIENT + "AMQP$BasicProperties")))
                                        .and(not(takesArguments(5))),
                                InjectIntoCopy.class)
                        .advise(named("basicGet").and(takesArguments(2)), TakeInHand.class)
                        .advise(named("close"), PutDownBeforeClose.class),
                Change.toLibraryClass(RPC_SERVER)
                        .advise(named("processRequest").and(takesArguments(1)), AnswerAsStep.class),
                Change.to(this::looksAt, KindOf.anyOf(CONSUMER))
                        .advise(
                                not(isAbstract()).and(named("handleDelivery")).and(takesArguments(4)),
                                HandleAsStep.class));
    }

    static final class InjectIntoCopy {

        private InjectIntoCopy() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.This Object channel,
                @Advice.Argument(value = 4, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object properties)
                throws ReflectiveOperationException {
            properties = RabbitMessages.publishing(channel, properties);
        }
    }

    static final class TakeInHand {

        private TakeInHand() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            RabbitMessages.puttingDown();
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(0) Object queue, @Advice.Return @Nullable Object response) {
            RabbitMessages.got(queue, response);
        }
    }

    static final class PutDownBeforeClose {

        private PutDownBeforeClose() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            RabbitMessages.puttingDown();
        }
    }

    static final class HandleAsStep {

        private HandleAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.Argument(1) Object envelope, @Advice.Argument(2) @Nullable Object properties) {
            return RabbitMessages.handling(envelope, properties);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object delivery, @Advice.Thrown @Nullable Throwable thrown) {
            RabbitMessages.handled(delivery, thrown);
        }
    }

    static final class AnswerAsStep {

        private AnswerAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(0) Object request) {
            return RabbitMessages.answering(request);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object delivery, @Advice.Thrown @Nullable Throwable thrown) {
            RabbitMessages.handled(delivery, thrown);
        }
    }
}
