package dev.backstory.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What docs/boundaries.md says about our boundaries is what was seen. */
class BoundaryTableTest {

    private static final String REMEDY =
            "run mvn verify -Pmatrix (with -Dit.test=<the test class> for one class) and commit docs/boundaries*";

    private final BoundaryTable table = BoundaryTable.read();

    @Test
    void every_case_has_a_test_and_every_test_a_case() {
        assertThat(table.unmatched())
                .as("ids that are only in boundaries.csv or only in @Proves")
                .isEmpty();
    }

    @Test
    void every_test_of_a_case_has_a_good_result_in_every_combination() {
        assertThat(table.unproven()).as(REMEDY).isEmpty();
    }

    @Test
    void the_page_says_what_the_results_say() {
        assertThat(table.pageIsCurrent()).as(REMEDY).isTrue();
    }

    @Test
    void each_boundary_inside_a_jvm_runs_beside_opentelemetry_in_every_build() {
        assertThat(table.withoutRepresentative())
                .as(
                        "boundaries none of whose tests is besideOpenTelemetry, or in a class that standsBesideOpenTelemetry")
                .isEmpty();
    }

    @Test
    void each_boundary_names_what_it_carries_across() {
        assertThat(table.unnamed())
                .as("boundaries that are only in boundaries.csv or only in libraries.csv")
                .isEmpty();
    }

    @Test
    void the_readme_says_the_same() {
        assertThat(Libraries.read().readmeIsCurrent())
                .as(REMEDY + " and README.md")
                .isTrue();
    }
}
