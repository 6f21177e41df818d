package dev.backstory;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Who works in this process by hand, and why; nothing when it is an ordinary process. */
final class Console {

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final String required;

    Console(Settings settings) {
        boolean session = settings.flag(Setting.CONSOLE) || settings.has(Setting.ISSUE) || settings.has(Setting.REASON);
        this.required = session ? settings.text(Setting.CONSOLE_REQUIRE) : "none";
        if (session) {
            String operator = settings.text(Setting.OPERATOR);
            put("operator", operator.isEmpty() ? System.getProperty("user.name", "") : operator);
            put("issue", settings.text(Setting.ISSUE));
            put("reason", settings.text(Setting.REASON));
        }
    }

    private void put(String key, String value) {
        if (!value.isEmpty()) {
            metadata.put(key, value);
        }
    }

    /** What every event of the process carries. */
    Map<String, String> metadata() {
        return metadata;
    }

    /** Refuses an event that does not say why a console session made it, where the company asks for that. */
    void check(Map<String, String> stamped) {
        if (!required.equals("none") && !stamped.containsKey(required)) {
            throw new PublishException("This is a console session, and " + Setting.CONSOLE_REQUIRE.key + "=" + required
                    + " refuses events without it: start it with BACKSTORY_"
                    + required.toUpperCase(Locale.ROOT)
                    + "=… or publish inside Events.with(\"" + required + "\", \"…\").");
        }
    }
}
