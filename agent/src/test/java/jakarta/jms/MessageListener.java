package jakarta.jms;

/** As the API has it, which the agent knows by its name only. */
public interface MessageListener {
    void onMessage(Object message);
}
