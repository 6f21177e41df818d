package dev.backstory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The type under which events of a class are stored, where it shall not be the simple class name. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /** Past tense, and never changed once events of it are stored: {@code OrderPlaced}. */
    String value();
}
