package dev.backstory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What events of a class are about; the main subject first.
 *
 * <pre>{@code
 * @Subject("order/{orderId}")
 * @Subject("customer/{customer.id}")
 * public record OrderPlaced(long orderId, Customer customer) {}
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Subject.List.class)
public @interface Subject {

    /** Text with fields of the event's data in braces; a path of nested fields is joined by dots. */
    String value();

    /** What the compiler makes of several. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {

        /** The subjects, the main one first. */
        Subject[] value();
    }
}
