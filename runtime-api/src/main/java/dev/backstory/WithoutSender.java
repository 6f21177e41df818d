package dev.backstory;

import java.util.EventObject;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Leaves out what an event inherits from {@link EventObject} and Spring's events: who sent it, a bean with all that it can reach, and a
 * second time stamp.
 */
final class WithoutSender extends SimpleModule {

    private static final long serialVersionUID = 1L;

    WithoutSender() {
        super("backstory-without-sender");
        setSerializerModifier(new Modifier());
    }

    private static final class Modifier extends ValueSerializerModifier {

        private static final long serialVersionUID = 1L;
        private static final Set<String> INHERITED_FROM =
                Set.of(EventObject.class.getName(), "org.springframework.context.ApplicationEvent");

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
            properties.removeIf(each ->
                    INHERITED_FROM.contains(each.getMember().getDeclaringClass().getName()));
            return properties;
        }
    }
}
