package dev.backstory.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

    private static final Instant END = Instant.parse("2026-11-25T00:00:00Z");

    @Test
    void a_seal_that_was_made_before_its_day_was_over_is_named() {
        assertThat(remarks(END.plus(Duration.ofHours(1)))).noneMatch(each -> each.contains("2026-11-24"));
        assertThat(remarks(END)).noneMatch(each -> each.contains("2026-11-24"));
        assertThat(remarks(END.minusSeconds(1)))
                .anyMatch(each -> each.startsWith("The seal of 2026-11-24 was made on 2026-11-24T23:59:59Z, before"));
        assertThat(remarks(END.plus(Duration.ofDays(4))))
                .anyMatch(each -> each.startsWith("The seal of 2026-11-24 was made on 2026-11-29"));
    }

    private static List<String> remarks(Instant sealedAt) {
        Mark mark = Mark.before(1, 1_000);
        Seal seal = Seal.of(
                null,
                LocalDate.parse("2026-11-24"),
                new Seal.Range(mark, END, mark),
                new SealedEvents(),
                sealedAt,
                null);
        Findings findings = new Findings();
        new ChainCheck(findings).check(List.of(seal), null, Map.of());
        assertThat(findings.problems()).isEmpty();
        return findings.remarks();
    }
}
