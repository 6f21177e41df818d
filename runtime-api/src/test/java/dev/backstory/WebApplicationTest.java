package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebApplicationTest {

    private static final Map<String, String> PARAMETERS = Map.of("backstory.store", "memory", "other", "value");

    private static boolean begins(@Nullable ClassLoader application) {
        return WebApplication.begins(
                application, Collections.enumeration(List.copyOf(PARAMETERS.keySet())), PARAMETERS::get);
    }

    @AfterEach
    void forget_the_settings() {
        Events.begin(Map.of());
    }

    @Test
    void it_is_the_application_of_its_own_loader() {
        assertThat(begins(WebApplication.class.getClassLoader())).isTrue();
    }

    @Test
    void an_application_that_shares_the_containers_copy_does_not_end_it() {
        assertThat(begins(ClassLoader.getPlatformClassLoader())).isFalse();
        assertThat(begins(null)).isFalse();
    }
}
