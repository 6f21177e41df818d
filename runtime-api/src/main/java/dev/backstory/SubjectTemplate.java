package dev.backstory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** {@code order/{orderId}}: text, and paths into the event's data. */
final class SubjectTemplate {

    private static final Pattern FIELD = Pattern.compile("\\{([^{}\\s.]+(?:\\.[^{}\\s.]+)*)}");

    private final String text;
    private final List<String> literals = new ArrayList<>();
    private final List<String[]> paths = new ArrayList<>();
    private final Set<String> complainedAbout = ConcurrentHashMap.newKeySet();

    /**
     * @param text the template
     * @param where where it stands, for the message when it is none
     */
    SubjectTemplate(String text, String where) {
        this.text = text;
        Matcher matcher = FIELD.matcher(text);
        int from = 0;
        while (matcher.find()) {
            literals.add(text.substring(from, matcher.start()));
            paths.add(matcher.group(1).split("\\.", -1));
            from = matcher.end();
        }
        literals.add(text.substring(from));
        for (String literal : literals) {
            if (text.isBlank() || literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0) {
                throw new PublishException(
                        where + " is not a template: write text with fields in braces, like \"order/{orderId}\".");
            }
        }
    }

    static List<SubjectTemplate> of(Class<?> published) {
        List<SubjectTemplate> templates = new ArrayList<>();
        for (Subject each : published.getAnnotationsByType(Subject.class)) {
            templates.add(
                    new SubjectTemplate(each.value(), "@Subject(\"" + each.value() + "\") on " + published.getName()));
        }
        return List.copyOf(templates);
    }

    /** The subject; null when a field is missing: an event about {@code customer/null} would be found by nobody. */
    @Nullable
    String resolve(String type, JsonNode data, Logger log) {
        String subject = fill(data);
        if (subject == null && complainedAbout.add(type)) {
            log.warn(
                    "An event of type {} is not about \"{}\": its data has no value for a field in it. Said once.",
                    type,
                    text);
        }
        return subject;
    }

    /** The template with the fields of that object in it; null when one has no value. */
    @Nullable
    String fill(JsonNode data) {
        StringBuilder subject = new StringBuilder(literals.get(0));
        for (int i = 0; i < paths.size(); i++) {
            JsonNode value = data;
            for (String name : paths.get(i)) {
                value = value.path(name);
            }
            if (!value.isValueNode() || value.isNull() || value.asString().isEmpty()) {
                return null;
            }
            subject.append(value.asString()).append(literals.get(i + 1));
        }
        return subject.toString();
    }

    /** Whether it names that field, or one inside it or around it. */
    boolean names(JsonPointer field) {
        String there = field.toString() + "/";
        for (String[] path : paths) {
            StringBuilder here = new StringBuilder();
            for (String name : path) {
                here.append('/').append(name.replace("~", "~0").replace("/", "~1"));
            }
            here.append('/');
            if (there.startsWith(here.toString()) || here.toString().startsWith(there)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
