package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.context.CausalContext;
import jakarta.jms.MessageListener;
import jakarta.websocket.MessageHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandInTest {

    /** One method for each kind of value that goes in or comes out. */
    public interface Everything {
        List<String> all(boolean a, byte b, char c, short d, int e, long f, float g, double h, String[] i);

        long number();

        double fraction(long before, int after);

        boolean isThere();

        char letter();

        String[] texts();

        void nothing();

        default String more() {
            return "the interface's own";
        }
    }

    @Test
    void whatever_goes_in_or_comes_out_is_handed_on() {
        Map<String, Object> answers = Map.of(
                "number",
                Long.MAX_VALUE,
                "fraction",
                0.5,
                "isThere",
                true,
                "letter",
                'x',
                "texts",
                new String[] {"a"},
                "more",
                "the handler's",
                "hashCode",
                42,
                "equals",
                true,
                "toString",
                "named");
        Everything all =
                (Everything) StandIn.of(Everything.class, (proxy, method, given) -> answers.get(method.getName()));

        assertThat(all.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(all.fraction(1L, 2)).isEqualTo(0.5);
        assertThat(all.isThere()).isTrue();
        assertThat(all.letter()).isEqualTo('x');
        assertThat(all.texts()).containsExactly("a");
        assertThat(all.more()).isEqualTo("the handler's");
        assertThat(all).hasToString("named").hasSameHashCodeAs(42).isEqualTo("anything");
        all.nothing();
    }

    @Test
    void arguments_arrive_in_their_order() {
        Everything all = (Everything) StandIn.of(Everything.class, (proxy, method, given) -> List.of(given));
        String[] texts = {"i"};
        List<?> given = all.all(true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6d, texts);
        assertThat(given).isEqualTo(List.of(true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6d, texts));
    }

    @Test
    void one_class_stands_in_for_an_interface_and_tells_its_handler() {
        Object one = StandIn.of(Everything.class, (proxy, method, given) -> null);
        assertThat(StandIn.of(Everything.class, (proxy, method, given) -> null)).hasSameClassAs(one);
        assertThat(StandIn.handler(one)).isNotNull();
        assertThat(StandIn.handler("another")).isNull();
    }

    /** Everything by which the agent stands for an application's code, but for Vert.x's handlers, which have a server. */
    @ParameterizedTest
    @ValueSource(strings = {"callback", "JMS listener", "WebSocket handler"})
    void what_an_application_throws_without_declaring_it_comes_out_as_it_is(String kind) {
        IOException failure = new IOException(kind);
        Consumer<Object> stoodFor = standIn(kind, failure);
        assertThatThrownBy(() -> stoodFor.accept("message")).isSameAs(failure);
    }

    private static Consumer<Object> standIn(String kind, Exception failure) {
        switch (kind) {
            case "JMS listener" -> {
                MessageListener listener = message -> fail(failure);
                MessageListener standIn = (MessageListener) JmsListener.around(listener);
                assertThat(standIn).isNotSameAs(listener);
                assertThat(JmsListener.inside(standIn)).isSameAs(listener);
                return standIn::onMessage;
            }
            case "WebSocket handler" -> {
                MessageHandler.Whole<Object> handler = message -> fail(failure);
                @SuppressWarnings("unchecked")
                MessageHandler.Whole<Object> standIn =
                        (MessageHandler.Whole<Object>) LambdaHandler.around(handler, WebSocketConnection.UNKNOWN);
                assertThat(standIn).isNotSameAs(handler).isEqualTo(handler);
                return standIn::onMessage;
            }
            default -> {
                Consumer<Object> callback = message -> fail(failure);
                @SuppressWarnings("unchecked")
                Consumer<Object> standIn =
                        (Consumer<Object>) CarriedCallback.of(callback, Consumer.class.getName(), CausalContext.NONE);
                assertThat(standIn).isNotSameAs(callback);
                return standIn;
            }
        }
    }

    private static void fail(Exception failure) {
        throw StandInTest.<RuntimeException>undeclared(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Kotlin does
    private static <T extends Throwable> RuntimeException undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
