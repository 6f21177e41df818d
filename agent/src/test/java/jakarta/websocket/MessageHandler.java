package jakarta.websocket;

/** As the API has it, which the agent knows by its name only. */
public interface MessageHandler {

    /** For whole messages. */
    interface Whole<T> extends MessageHandler {
        void onMessage(T message);
    }
}
