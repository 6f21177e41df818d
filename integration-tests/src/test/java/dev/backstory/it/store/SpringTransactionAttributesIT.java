package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Receipt;
import dev.backstory.store.StoryRecords;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionTemplate;

/** What the attributes of a transaction mean for events: one of its own inside another, a savepoint, one that only reads. */
class SpringTransactionAttributesIT extends SpringTransactionFixture {

    @Test
    void a_transaction_of_its_own_inside_another_ends_by_itself() {
        required().executeWithoutResult(outer -> {
            publish("Outer");
            transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(inner -> publish("Inner"));
            transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(inner -> {
                publish("InnerGone");
                inner.setRollbackOnly();
            });
            assertStored("Inner");
            transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED).executeWithoutResult(none -> {
                assertThat(publish("Outside").outcome()).isEqualTo(Receipt.Outcome.STORED);
            });
            publish("OuterToo");
            outer.setRollbackOnly();
        });
        step.end();
        assertStored("Inner", "Outside");
        assertRolledBack("3");
    }

    @Test
    void a_savepoint_takes_back_what_was_published_since() {
        required().executeWithoutResult(outer -> {
            publish("Before");
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(nested -> {
                publish("Nested");
                publish("NestedToo");
                nested.setRollbackOnly();
            });
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(nested -> publish("Kept"));
            publish("After");
        });
        step.end();
        assertStored("Before", "Kept", "After");
        if (springTellsOfSavepoints()) {
            assertRolledBack("2");
        }
    }

    /** Since 6.2. */
    private static boolean springTellsOfSavepoints() {
        return Arrays.stream(TransactionSynchronization.class.getMethods())
                .anyMatch(each -> each.getName().equals("savepoint"));
    }

    @Test
    void a_first_event_in_a_savepoint_leaves_no_cause_that_is_not_stored() {
        required().executeWithoutResult(outer -> {
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(nested -> {
                publish("Nested");
                nested.setRollbackOnly();
            });
            publish("After");
        });
        assertStored("After");
        assertRolledBackIsResolved();
    }

    private void assertRolledBackIsResolved() {
        StoryRecords story = publisher.reader().story(step.correlationId());
        assertThat(story.events())
                .allSatisfy(each -> assertThat(each.causationId()).isEqualTo(step.id()));
        assertThat(story.steps()).singleElement().satisfies(each -> assertThat(each.id())
                .isEqualTo(step.id()));
    }

    @Test
    void a_transaction_that_only_reads_goes_on_and_the_event_is_stored() {
        TransactionTemplate reading = required();
        reading.setReadOnly(true);
        reading.executeWithoutResult(status -> {
            assertThat(publish("Viewed").outcome()).isEqualTo(Receipt.Outcome.STORED);
            assertThat(new JdbcTemplate(pool).queryForObject("SELECT 42", Integer.class))
                    .isEqualTo(42);
        });
        assertStored("Viewed");
    }
}
