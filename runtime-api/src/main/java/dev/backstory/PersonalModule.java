package dev.backstory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.util.NameTransformer;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Marks {@link Personal} values while Jackson writes an event: so names, nesting, lists and formats are Jackson's business. A
 * value becomes a {@link Marked} in the tree, which {@link #unmark} takes out again and says where it was.
 *
 * <p>Not the path at the time of writing: Jackson's TokenBuffer does not count the objects of a list, so that of two
 * recipients one would be encrypted twice and the other not at all.
 */
final class PersonalModule extends SimpleModule {

    /** The attribute of a writer whose tree is unmarked afterwards; elsewhere values are written as always. */
    static final String MARKING = "dev.backstory.personal";

    private static final long serialVersionUID = 1L;

    PersonalModule() {
        super("backstory-personal");
        setSerializerModifier(new Modifier());
    }

    private static final class Modifier extends ValueSerializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
            properties.replaceAll(each -> {
                Personal personal = each.getAnnotation(Personal.class);
                return personal == null ? each : new Marking(each, personal.subject());
            });
            return properties;
        }
    }

    private static final class Marking extends BeanPropertyWriter {

        private static final JsonMapper TREES = JsonMapper.builder().build();
        private static final Map<String, SubjectTemplate> TEMPLATES = new ConcurrentHashMap<>();

        private final String subject;

        Marking(BeanPropertyWriter property, String subject) {
            super(property);
            this.subject = subject;
        }

        private Marking(Marking property, PropertyName name) {
            super(property, name);
            this.subject = property.subject;
        }

        @Override
        protected BeanPropertyWriter _new(PropertyName name) {
            return new Marking(this, name);
        }

        @Override
        public BeanPropertyWriter unwrappingWriter(NameTransformer transformer) {
            throw new IllegalStateException("@Personal and @JsonUnwrapped on one field (" + getName()
                    + ") cannot be had: put @Personal on the fields inside");
        }

        @Override
        public void serializeAsProperty(Object bean, JsonGenerator json, SerializationContext context)
                throws Exception {
            if (context.getAttribute(MARKING) == null) {
                super.serializeAsProperty(bean, json, context);
                return;
            }
            TokenBuffer alone = context.bufferForValueConversion();
            alone.writeStartObject();
            super.serializeAsProperty(bean, alone, context);
            alone.writeEndObject();
            for (Map.Entry<String, JsonNode> each : tree(alone).properties()) {
                json.writeName(each.getKey());
                json.writeEmbeddedObject(new Marked(each.getValue(), template()));
            }
        }

        @Override
        public void serializeAsElement(Object bean, JsonGenerator json, SerializationContext context) throws Exception {
            if (context.getAttribute(MARKING) == null) {
                super.serializeAsElement(bean, json, context);
                return;
            }
            TokenBuffer alone = context.bufferForValueConversion();
            super.serializeAsElement(bean, alone, context);
            json.writeEmbeddedObject(new Marked(tree(alone), template()));
        }

        private SubjectTemplate template() {
            return TEMPLATES.computeIfAbsent(
                    subject, text -> new SubjectTemplate(text, "@Personal(subject = \"" + text + "\")"));
        }

        private static JsonNode tree(TokenBuffer buffer) {
            return TREES.readTree(buffer.asParser());
        }
    }

    private record Marked(JsonNode value, SubjectTemplate subject) {}

    /** Puts the values back in place of their marks, and adds where they are. */
    static void unmark(ObjectNode data, List<PersonalField> found) {
        if (hasMark(data)) {
            unmark(data, JsonPointer.empty(), found);
        }
    }

    /** Most events have none, and need not know where each of their values is. */
    private static boolean hasMark(JsonNode node) {
        if (node instanceof POJONode pojo) {
            return pojo.getPojo() instanceof Marked;
        }
        if (node.isContainer()) {
            for (JsonNode each : node) {
                if (hasMark(each)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonNode unmark(JsonNode node, JsonPointer at, List<PersonalField> found) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Marked marked) {
            found.add(new PersonalField(at, marked.subject));
            return unmark(marked.value, at, found);
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                // Replacing the value of a name that is there changes no structure, so the iteration goes on.
                object.set(each.getKey(), unmark(each.getValue(), at.appendProperty(each.getKey()), found));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, unmark(array.get(i), at.appendIndex(i), found));
            }
        }
        return node;
    }
}
