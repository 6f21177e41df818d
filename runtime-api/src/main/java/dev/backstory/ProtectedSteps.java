package dev.backstory;

import dev.backstory.context.Step;
import dev.backstory.personal.KeyStore;
import dev.backstory.personal.PersonalText;
import dev.backstory.personal.SubjectKey;
import dev.backstory.store.StepProtection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Steps are protected when they are written, since they are written as they are then. That is no place to fail or to wait: a
 * personal value whose key cannot be had, or whose person is unknown, is masked.
 */
final class ProtectedSteps implements StepProtection {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final SecretMask mask;
    private final PersonalRules rules;
    private final @Nullable KeyStore keys;
    private volatile boolean away;
    private volatile long awaySince;

    ProtectedSteps(SecretMask mask, PersonalRules rules, @Nullable KeyStore keys) {
        this.mask = mask;
        this.rules = rules;
        this.keys = keys;
    }

    @Override
    public Map<String, String> attributes(Step step, boolean mayAsk) {
        Map<String, String> plain = mask.masked(step.attributes());
        Map<String, SubjectTemplate> personal = new LinkedHashMap<>();
        rules.find(PersonalRules.STEP, plain, personal);
        if (personal.isEmpty()) {
            return plain;
        }
        ObjectNode beside = JsonNodeFactory.instance.objectNode();
        plain.forEach(beside::put);
        Map<String, String> attributes = new LinkedHashMap<>(plain);
        personal.forEach((key, template) -> attributes.computeIfPresent(
                key, (same, value) -> encrypted(step, key, value, template.fill(beside), mayAsk)));
        return attributes;
    }

    @Override
    public boolean asks() {
        return keys != null && rules.concern(PersonalRules.STEP);
    }

    private String encrypted(Step step, String key, String value, @Nullable String subject, boolean mayAsk) {
        SubjectKey known = keys == null || subject == null ? null : key(keys, subject, mayAsk);
        return known == null
                ? SecretMask.MASKED
                : PersonalText.encrypt(known, step.id(), PersonalText.STEP + key, StringNode.valueOf(value));
    }

    private @Nullable SubjectKey key(KeyStore from, String subject, boolean mayAsk) {
        if (!mayAsk || (away && System.nanoTime() - awaySince < PAUSE)) {
            return from.known(subject);
        }
        try {
            SubjectKey key = from.of(subject);
            away = false;
            return key;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warn("Personal attributes of steps are masked, because there is no key: {}", e.getMessage());
            }
            awaySince = System.nanoTime();
            away = true;
            return null;
        }
    }
}
