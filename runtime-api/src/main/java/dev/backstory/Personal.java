package dev.backstory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of an event that is about a person: it is encrypted under the key of that person before the event is stored, and
 * becomes unreadable for ever when {@code backstory erase} destroys the key.
 *
 * <pre>{@code
 * @Subject("customer/{customerId}")
 * public record CustomerRegistered(long customerId, @Personal(subject = "customer/{customerId}") String email) {}
 * }</pre>
 *
 * <p>Names may stand anywhere below the event's data: in a nested record, in the elements of a list. Needs a master key
 * ({@code backstory.master-key.file}); without one such an event is refused, never stored in the clear.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Personal {

    /**
     * Whose data it is: text with fields in braces, like a {@link Subject}. Fields are looked for beside the personal one,
     * then in the event's data as a whole. When one has no value, the data counts as that of the event's main subject.
     */
    String subject();
}
