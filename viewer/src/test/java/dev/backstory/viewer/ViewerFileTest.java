package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.viewer.access.Access;
import dev.backstory.viewer.access.Passwords;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import dev.backstory.viewer.story.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerFileTest {

    private static final Options MAIN = new Options("jdbc:postgresql://db/shop", "viewer", "secret", Sentences.NONE);

    private static ViewerSetup configured(Map<String, String> lines) {
        ViewerSetup setup = ViewerSetup.of(new InMemoryEventStore().reader());
        ViewerFile.of(lines).configure(setup, new HikariDataSource());
        return setup;
    }

    private static void unusable(Map<String, String> lines, String why) {
        assertThatThrownBy(() -> {
                    ViewerFile file = ViewerFile.of(lines);
                    file.address();
                    file.configure(ViewerSetup.of(new InMemoryEventStore().reader()), new HikariDataSource());
                })
                .isInstanceOf(Options.Unusable.class)
                .hasMessageContaining(why);
    }

    @Test
    void without_a_file_only_this_machine_looks() {
        ViewerSetup setup = configured(Map.of());
        assertThat(ViewerFile.NONE.address()).isEqualTo("127.0.0.1");
        assertThat(setup.access()).isSameAs(Access.LOCAL);
        assertThat(setup.hosts().admits("stories.example.com", 80)).isFalse();
        assertThat(setup.mayReveal(Role.ENGINEER)).isFalse();
    }

    @Test
    void another_address_takes_somebody_who_says_who_may_look() {
        unusable(Map.of("listen.address", "0.0.0.0"), "access=proxy");
        unusable(
                Map.of("listen.address", "10.0.0.5", "access", "proxy", "proxy.addresses", "10.0.0.2"), "listen.hosts");
        unusable(Map.of("access", "proxy"), "proxy.addresses");
        unusable(Map.of("access", "basic"), "tls.keystore");
        unusable(Map.of("access", "everybody"), "access");
        unusable(Map.of("access", "basic", "proxy.addresses", "10.0.0.2", "users", "/no/such/file"), "users");
        unusable(
                Map.of("access", "proxy", "proxy.addresses", "10.0.0.2", "proxy.role.anna", "boss"), "proxy.role.anna");
    }

    @Test
    void what_is_mistyped_is_said_and_no_password_is() throws Exception {
        unusable(Map.of("sea.support.metadata", "tenant"), "sea.support.metadata");
        unusable(Map.of("see.Support.event.*", ""), "see.Support.event.*");
        unusable(Map.of("see.suport.metadata", "tenant"), "see.suport.metadata");
        unusable(Map.of("see.support.subject", "order"), "see.support.subject");
        unusable(Map.of("link.traces", "https://traces.example.com/{id}"), "link.traces");
        unusable(Map.of("store.shipping.usr", "reader"), "store.shipping.usr");
        unusable(Map.of("link.trace", "javascript:alert({id})"), "trace");
        unusable(Map.of("link.logs", "https://{id}/"), "logs");
        unusable(Map.of("retention", "a year"), "retention");
        unusable(Map.of("show", "everybody"), "show");
    }

    @Test
    void a_line_of_the_users_file_that_is_wrong_is_told_by_its_number_alone(@TempDir Path folder) throws Exception {
        Path users = folder.resolve("users");
        Files.write(users, List.of("anna:support:" + Passwords.hash("a long password".toCharArray()), "ben:hunter2"));
        Map<String, String> lines = Map.of("access", "basic", "proxy.addresses", "10.0.0.2", "users", users.toString());
        unusable(lines, "line 2");
        assertThatThrownBy(() -> configured(lines)).hasMessageNotContaining("hunter2");
    }

    @Test
    void further_stores_have_their_own_users_and_passwords() {
        ViewerFile file = ViewerFile.of(
                Map.of("store.shipping.url", "jdbc:postgresql://ship/x", "store.shipping.user", "reader"));
        Map<String, Options> stores = file.stores(MAIN, Map.of("BACKSTORY_PASSWORD_SHIPPING", "other"));
        assertThat(stores.keySet()).containsExactly("main", "shipping");
        Options shipping = Objects.requireNonNull(stores.get("shipping"));
        assertThat(shipping.user()).isEqualTo("reader");
        assertThat(shipping.password()).isEqualTo("other");
        assertThat(file.stores(MAIN, Map.of()).toString()).doesNotContain("secret");
        Options withoutPassword =
                Objects.requireNonNull(file.stores(MAIN, Map.of()).get("shipping"));
        assertThat(withoutPassword.password())
                .as("the main user's password is not told to another's store")
                .isNull();
    }

    @Test
    void a_further_store_without_a_user_is_asked_as_the_main_one() {
        ViewerFile file = ViewerFile.of(Map.of("store.shipping-eu.url", "jdbc:postgresql://ship/x"));
        Options asMain = Objects.requireNonNull(file.stores(MAIN, Map.of()).get("shipping-eu"));
        assertThat(asMain.user()).isEqualTo("viewer");
        assertThat(asMain.password()).isEqualTo("secret");
        Options own = Objects.requireNonNull(file.stores(MAIN, Map.of("BACKSTORY_PASSWORD_SHIPPING_EU", "other"))
                .get("shipping-eu"));
        assertThat(own.password()).isEqualTo("other");
    }

    @Test
    void it_says_where_it_is_to_be_opened() {
        assertThat(ViewerFile.NONE.place(8090)).isEqualTo("http://localhost:8090");
        assertThat(ViewerFile.of(Map.of("listen.hosts", "stories.example.com, other", "tls.keystore", "/k.p12"))
                        .place(8443))
                .isEqualTo("https://stories.example.com:8443");
    }

    @Test
    void links_out_are_filled_without_leaving_their_place() {
        OutLinks links = OutLinks.of(Map.of("issue", "https://issues.example.com/{id}?view=all"));
        assertThat(links.issue("A/../B?x=\"><"))
                .isEqualTo("https://issues.example.com/A%2F..%2FB%3Fx%3D%22%3E%3C?view=all");
        assertThat(links.trace("abc")).isNull();
        assertThat(Redactor.NONE.maySearchMetadata("actor", Role.SUPPORT)).isTrue();
    }
}
