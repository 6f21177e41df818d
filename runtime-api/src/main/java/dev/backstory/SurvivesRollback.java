package dev.backstory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Events of the class are stored also when the transaction in which they are published is rolled back: {@code PaymentFailed}
 * is true just because the rest did not happen. They are stored at once, by the store's own connection.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SurvivesRollback {}
