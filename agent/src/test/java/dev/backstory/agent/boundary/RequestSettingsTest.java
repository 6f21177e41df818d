package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestSettingsTest {

    @Test
    void without_settings_nothing_is_wrong_and_responses_name_their_story() {
        RequestSettings settings = new RequestSettings(key -> null);
        assertThat(settings.mistakes()).isEmpty();
        assertThat(settings.responseHeader()).isTrue();
        assertThat(settings.clientAddress()).isFalse();
    }

    @Test
    void blank_settings_are_as_if_they_were_not_given() {
        RequestSettings settings = new RequestSettings(key -> " ");
        assertThat(settings.mistakes()).isEmpty();
        assertThat(settings.responseHeader()).isTrue();
        assertThat(settings.clientAddress()).isFalse();
    }

    @Test
    void wrong_settings_are_named_with_what_is_allowed() {
        Map<String, String> wrong = Map.of(
                "backstory.incoming", "some",
                "backstory.incoming.from", "10.0.0.0/8,gateway",
                "backstory.response.header", "no",
                "backstory.request.client-address", "yes");
        RequestSettings settings = new RequestSettings(wrong::get);
        assertThat(settings.mistakes()).hasSize(4);
        assertThat(settings.mistakes().get(0)).contains("backstory.incoming=some", "trusted, all and none");
        assertThat(settings.mistakes().get(1)).contains("backstory.incoming.from", "gateway", "10.0.0.0/8");
        assertThat(settings.mistakes().get(2)).contains("backstory.response.header=no", "true and false");
        assertThat(settings.mistakes().get(3)).contains("backstory.request.client-address=yes", "false is in force");
        assertThat(settings.responseHeader()).isTrue();
        assertThat(settings.clientAddress()).isFalse();
    }
}
