package dev.backstory.cli;

import dev.backstory.store.StoryQuery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that narrow a list of stories down. */
final class StoryFilters {

    @Option(names = "--subject", description = "About this subject, for example customer/42.")
    private @Nullable String subject;

    @Option(names = "--type", description = "With an event of this type, for example OrderPlaced.")
    private @Nullable String type;

    @Option(names = "--route", description = "Begun by this, for example \"POST /orders\".")
    private @Nullable String route;

    @Option(names = "--actor", description = "Of this actor.")
    private @Nullable String actor;

    @Option(names = "--tenant", description = "Of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--service", description = "In which this service took part.")
    private @Nullable String service;

    @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "With this entry of the metadata.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(names = "--failed", negatable = true, description = "In which a step failed, or (--no-failed) none did.")
    private @Nullable Boolean failed;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Begun then or later: 2026-11-24T14:00:00Z, or so long ago: 30m, 24h, 7d.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = Time.class, description = "Begun before that time.")
    private @Nullable Instant until;

    StoryQuery query(int limit) {
        StoryQuery query = StoryQuery.newest(limit)
                .about(subject)
                .ofType(type)
                .through(route)
                .by(actor)
                .ofTenant(tenant)
                .inService(service)
                .failed(failed)
                .begun(since, until);
        for (Map.Entry<String, String> each : metadata.entrySet()) {
            query = query.withMetadata(each.getKey(), each.getValue());
        }
        return query;
    }

    /** A time, or how long ago. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                if (text.matches("\\d{1,6}[smhd]")) {
                    long amount = Long.parseLong(text.substring(0, text.length() - 1));
                    return Instant.now()
                            .minus(
                                    switch (text.charAt(text.length() - 1)) {
                                        case 's' -> Duration.ofSeconds(amount);
                                        case 'm' -> Duration.ofMinutes(amount);
                                        case 'h' -> Duration.ofHours(amount);
                                        default -> Duration.ofDays(amount);
                                    });
                }
                return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "is no time such as 2026-11-24T14:00:00Z, 2026-11-24, 30m or 7d: " + text);
            }
        }
    }
}
