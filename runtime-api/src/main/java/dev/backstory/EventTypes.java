package dev.backstory;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;

/** The type and subjects of each published class. Holds classes weakly: an application may be undeployed. */
final class EventTypes {

    private final Map<Class<?>, Known> known = new WeakHashMap<>();
    private final Map<Class<?>, Known> dataOfExplicitTypes = new WeakHashMap<>();
    private final Map<String, WeakReference<Class<?>>> owners = new ConcurrentHashMap<>();

    /** What is known of a class; refers to strings only. */
    record Known(String type, List<SubjectTemplate> templates) {

        List<String> subjects(JsonNode data, Logger log) {
            List<String> subjects = new ArrayList<>(templates.size());
            for (SubjectTemplate each : templates) {
                String subject = each.resolve(type, data, log);
                if (subject != null) {
                    subjects.add(subject);
                }
            }
            return subjects;
        }

        /** Subjects are how stories are found, so they are stored as they are and outlive an erasure. */
        void requireImpersonal(List<PersonalField> personal) {
            for (PersonalField field : personal) {
                for (SubjectTemplate each : templates) {
                    if (each.names(field.at())) {
                        throw new PublishException("An event of type " + type + " cannot be about \"" + each
                                + "\": " + field.at() + " is personal, and subjects are stored in the clear. Name the"
                                + " person by a number that means nothing elsewhere, like customer/{customerId}.");
                    }
                }
            }
        }
    }

    Known of(Class<?> published) {
        synchronized (known) {
            Known found = known.get(published);
            if (found == null) {
                found = new Known(typeOf(published), SubjectTemplate.of(published));
                own(found.type(), published);
                known.put(published, found);
            }
            return found;
        }
    }

    private void own(String type, Class<?> published) {
        WeakReference<Class<?>> owner = owners.get(type);
        Class<?> other = owner == null ? null : owner.get();
        if (other != null && other != published) {
            throw new PublishException("Two classes publish events of type " + type + ": " + other.getName() + " and "
                    + published.getName() + ". Give one of them @EventType(\"…\").");
        }
        owners.put(type, new WeakReference<>(published));
    }

    private static String typeOf(Class<?> published) {
        EventType explicit = published.getAnnotation(EventType.class);
        String type = explicit == null ? published.getSimpleName() : explicit.value();
        if (type.isBlank()) {
            throw new PublishException(published.getName()
                    + " has no name that could be an event's type: give it @EventType(\"…\"), or publish"
                    + " Event.of(\"…\").");
        }
        return type;
    }

    /** What the class of an explicit event's data declares. */
    Known ofData(Class<?> dataClass) {
        synchronized (known) {
            return dataOfExplicitTypes.computeIfAbsent(
                    dataClass, each -> new Known(each.getSimpleName(), SubjectTemplate.of(each)));
        }
    }
}
