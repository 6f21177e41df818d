package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.IncomingIds;
import dev.backstory.agent.boot.Peers;
import dev.backstory.agent.boot.ProcessSettings;
import dev.backstory.agent.boot.RequestRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whom the boundaries believe by which requests come in, whether they answer with the id, and whether they record who asked. A wrong
 * setting falls back to the safe side.
 */
public final class RequestSettings {

    private static final String INCOMING = "backstory.incoming";
    private static final String FROM = "backstory.incoming.from";
    private static final String HEADER = "backstory.response.header";
    private static final String ADDRESS = "backstory.request.client-address";
    private static final String ACTOR = "backstory.request.actor";

    private static boolean inForce;

    private final List<String> mistakes = new ArrayList<>();
    private final IncomingIds incoming;
    private final boolean responseHeader;
    private final boolean clientAddress;
    private final boolean actor;

    /** @param setting as it is written: that nobody is trusted is a list with nobody in it */
    RequestSettings(UnaryOperator<@Nullable String> setting) {
        this.incoming =
                new IncomingIds(mode(ProcessSettings.unlessBlank(setting.apply(INCOMING))), peers(setting.apply(FROM)));
        this.responseHeader = isTrue(HEADER, setting, true);
        this.clientAddress = isTrue(ADDRESS, setting, false);
        this.actor = isTrue(ACTOR, setting, true);
    }

    /** Puts the process's settings in force, before the first class is changed; mistakes in them are said once. */
    public static synchronized void enforce() {
        if (!inForce) {
            inForce = true;
            RequestSettings settings = ofProcess();
            if (!settings.mistakes.isEmpty()) {
                System.err.println("[backstory] settings: " + String.join("; ", settings.mistakes));
            }
            RequestRules.configure(settings.incoming, settings.responseHeader, settings.clientAddress, settings.actor);
        }
    }

    private static RequestSettings ofProcess() {
        return new RequestSettings(new Settings(System.getProperties(), System::getenv)::asWritten);
    }

    private String mode(@Nullable String value) {
        String mode = value == null ? IncomingIds.TRUSTED : value.trim().toLowerCase(Locale.ROOT);
        if (mode.equals(IncomingIds.TRUSTED) || mode.equals(IncomingIds.ALL) || mode.equals(IncomingIds.NONE)) {
            return mode;
        }
        mistakes.add(INCOMING + "=" + value + " is wrong; allowed are trusted, all and none; none is in force");
        return IncomingIds.NONE;
    }

    private Peers peers(@Nullable String value) {
        try {
            return Peers.parse(value == null ? Peers.PRIVATE : value);
        } catch (IllegalArgumentException e) {
            mistakes.add(FROM + ": " + e.getMessage() + " is wrong; allowed are numeric addresses and ranges such as"
                    + " 10.0.0.0/8 or fc00::/7, separated by commas; nobody is trusted");
            return Peers.parse("");
        }
    }

    private boolean isTrue(String key, UnaryOperator<@Nullable String> setting, boolean byDefault) {
        String value = ProcessSettings.unlessBlank(setting.apply(key));
        String answer =
                value == null ? Boolean.toString(byDefault) : value.trim().toLowerCase(Locale.ROOT);
        if (answer.equals("true") || answer.equals("false")) {
            return answer.equals("true");
        }
        mistakes.add(key + "=" + value + " is wrong; allowed are true and false; " + byDefault + " is in force");
        return byDefault;
    }

    boolean responseHeader() {
        return responseHeader;
    }

    boolean clientAddress() {
        return clientAddress;
    }

    List<String> mistakes() {
        return mistakes;
    }
}
