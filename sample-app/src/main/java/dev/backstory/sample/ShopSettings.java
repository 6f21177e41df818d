package dev.backstory.sample;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the shop is dimensioned, {@code shop.…} in Spring's settings.
 *
 * @param cardTime how long the bank takes to answer
 * @param stockCheckEvery how often the warehouse looks at its shelves
 * @param cashiers threads that charge cards
 * @param packers threads that ship
 * @param broker where the shipping service is told of parcels; empty: nowhere
 * @param topic where on the broker
 * @param announce file in which the shop says where it is open; empty: nowhere
 */
@ConfigurationProperties("shop")
record ShopSettings(
        @DefaultValue("30ms") Duration cardTime,
        @DefaultValue("2s") Duration stockCheckEvery,
        @DefaultValue("8") int cashiers,
        @DefaultValue("4") int packers,
        @DefaultValue("") String broker,
        @DefaultValue("parcels") String topic,
        @DefaultValue("") String announce) {}
