package dev.backstory.viewer;

import dev.backstory.viewer.access.Access;
import dev.backstory.viewer.access.BasicAccess;
import dev.backstory.viewer.access.PostgresAccessLog;
import dev.backstory.viewer.access.ProxyAccess;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How a viewer for several people is set up: a properties file, as {@code docs/viewer-operations.md} describes it. */
public final class ViewerFile {

    /** For one person on this machine. */
    public static final ViewerFile NONE = new ViewerFile(Map.of());

    private static final Set<String> KEYS = Set.of(
            "listen.address",
            "listen.hosts",
            "tls.keystore",
            "access",
            "users",
            "proxy.addresses",
            "proxy.header",
            "show",
            "retention",
            "embed");
    private static final List<String> LINKS = List.of("link.trace", "link.logs", "link.issue");
    private static final Pattern SEE =
            Pattern.compile("see\\.(support|engineer)\\.(event\\..+|metadata|subjects|steps)");
    private static final Pattern STORE = Pattern.compile("store\\..+\\.(url|user)");
    private static final List<String> GROUPS = List.of("proxy.role.", "see.", "link.", "store.");

    private final Map<String, String> lines;

    private ViewerFile(Map<String, String> lines) {
        this.lines = Map.copyOf(lines);
    }

    /** Reads such a file, in UTF-8. */
    public static ViewerFile read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Options.Unusable(
                    "backstory.viewer cannot be used: " + file + " is no properties file that can be read");
        }
        Map<String, String> lines = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(each -> lines.put(each, properties.getProperty(each).strip()));
        return of(lines);
    }

    static ViewerFile of(Map<String, String> lines) {
        for (String key : lines.keySet()) {
            if (!KEYS.contains(key) && GROUPS.stream().noneMatch(key::startsWith)) {
                throw unusable(key, "is no setting of the viewer");
            }
            if (key.startsWith("see.") && !SEE.matcher(key).matches()) {
                // A role without a line sees everything.
                throw unusable(
                        key,
                        "is none of see.<role>.event.<type>, .metadata, .subjects and .steps of support or engineer");
            }
            if (key.startsWith("link.") && !LINKS.contains(key)) {
                throw unusable(key, "is none of " + String.join(", ", LINKS));
            }
            if (key.startsWith("store.") && !STORE.matcher(key).matches()) {
                throw unusable(key, "is neither store.<name>.url nor store.<name>.user");
            }
        }
        return new ViewerFile(lines);
    }

    /** Where it listens: on the loopback address, unless somebody says who may look. */
    String address() {
        String address = lines.getOrDefault("listen.address", "127.0.0.1");
        if (!address.equals("127.0.0.1") && !lines.containsKey("access")) {
            throw unusable("listen.address", "takes access=proxy or access=basic: others than you could look");
        }
        if (!address.equals("127.0.0.1") && list("listen.hosts").isEmpty()) {
            throw unusable(
                    "listen.address", "takes listen.hosts: the names that people type, such as stories.example.com");
        }
        return address;
    }

    /** What people type to come here, with the port that it listens at. */
    String place(int port) {
        List<String> names = list("listen.hosts");
        String scheme = keystore() == null ? "http" : "https";
        return scheme + "://" + (names.isEmpty() ? "localhost" : names.get(0).replaceFirst(":\\d+$", "")) + ":" + port;
    }

    /** The key store for TLS; null: without. */
    @Nullable
    Path keystore() {
        String keystore = lines.get("tls.keystore");
        return keystore == null ? null : Path.of(keystore);
    }

    /** The stores beside the main one, by name, each with an address and perhaps a user. */
    Map<String, Options> stores(Options main, Map<String, String> environment) {
        Map<String, Options> stores = new LinkedHashMap<>();
        stores.put("main", main);
        group("store.").forEach((key, value) -> {
            if (key.endsWith(".url")) {
                String name = key.substring(0, key.length() - ".url".length());
                String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
                String password = environment.get("BACKSTORY_PASSWORD_" + variable);
                String user = lines.get("store." + name + ".user");
                // The main store's password is its user's, and nobody else's.
                stores.put(
                        name,
                        new Options(
                                value,
                                user == null ? main.user() : user,
                                password == null && user == null ? main.password() : password,
                                main.sentences()));
            }
        });
        return stores;
    }

    /** Everything else goes into the setup. The log of who looked is kept in the main store once visitors are identified. */
    void configure(ViewerSetup setup, DataSource main) {
        setup.redactor(Redactor.of(group("see.")));
        try {
            setup.outLinks(OutLinks.of(group("link.")));
        } catch (IllegalArgumentException e) {
            throw new Options.Unusable("The viewer's file cannot be used: " + e.getMessage());
        }
        try {
            setup.embedders(list("embed"));
        } catch (IllegalArgumentException e) {
            throw unusable("embed", e.getMessage());
        }
        if (lines.containsKey("listen.hosts")) {
            setup.hosts(HostGuard.of(list("listen.hosts")));
        }
        String retention = lines.get("retention");
        if (retention != null) {
            if (!retention.matches("[1-9]\\d{0,5}d")) {
                throw unusable("retention", "is a number of days, such as 400d");
            }
            setup.retention(Duration.ofDays(Long.parseLong(retention.substring(0, retention.length() - 1))));
        }
        if (lines.containsKey("show")) {
            setup.revealers(roles("show", list("show")));
        }
        if (lines.containsKey("access")) {
            setup.access(access()).accessLog(new PostgresAccessLog(main));
        }
    }

    private Access access() {
        Set<String> proxies = Set.copyOf(list("proxy.addresses"));
        String kind = lines.getOrDefault("access", "");
        if (kind.equals("proxy")) {
            if (proxies.isEmpty()) {
                throw unusable("proxy.addresses", "must name the proxy: anybody else could write its header");
            }
            Map<String, Role> roles = new HashMap<>();
            group("proxy.role.").forEach((name, role) -> roles.put(name, role("proxy.role." + name, role)));
            return new ProxyAccess(proxies, lines.getOrDefault("proxy.header", "X-Forwarded-User"), roles);
        }
        if (kind.equals("basic")) {
            if (keystore() == null && proxies.isEmpty()) {
                throw unusable("access", "basic takes tls.keystore, or proxy.addresses of what ends TLS");
            }
            String users = lines.getOrDefault("users", "");
            try {
                return BasicAccess.of(Files.readAllLines(Path.of(users)), proxies);
            } catch (IOException e) {
                throw unusable("users", "cannot be read: " + users);
            } catch (IllegalArgumentException e) {
                throw unusable("users", e.getMessage());
            }
        }
        throw unusable("access", "is proxy or basic");
    }

    private Set<Role> roles(String key, List<String> names) {
        Set<Role> roles = new HashSet<>();
        names.forEach(each -> roles.add(role(key, each)));
        return roles;
    }

    private static Role role(String key, String name) {
        Role role = Role.of(name);
        if (role == null) {
            throw unusable(key, "is support or engineer");
        }
        return role;
    }

    private List<String> list(String key) {
        return Arrays.stream(lines.getOrDefault(key, "").split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private Map<String, String> group(String prefix) {
        Map<String, String> group = new LinkedHashMap<>();
        lines.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                group.put(key.substring(prefix.length()), value);
            }
        });
        return group;
    }

    private static Options.Unusable unusable(String key, @Nullable String why) {
        return new Options.Unusable("The viewer's file cannot be used: " + key + " " + why);
    }
}
