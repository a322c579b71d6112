package com.leadrouter.delivery;

import com.leadrouter.lead.LeadChangesFixture;
import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.lead.SourceDefaults;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Destinations {@code x} and {@code y}, and what re-sends to them in bulk, for tests of other packages without Spring. */
public record ResendingFixture(Resending resending, Destinations destinations) {

    public static ResendingFixture on(HikariDataSource pool) {
        JdbcClient jdbc = JdbcClient.create(pool);
        LambdaCourier courier = new LambdaCourier(true, (delivery, log) -> new CallOutcome.Accepted(null));
        ConfiguredDestinations destinations = TestEngine.destinations(jdbc, Map.of("x", courier, "y", courier));
        return new ResendingFixture(on(jdbc, destinations), destinations);
    }

    static Resending on(JdbcClient jdbc, ConfiguredDestinations destinations) {
        SourceDefaults sources = new SourceDefaults() {
            @Override
            public LeadDefaults of(String source) {
                return new LeadDefaults(source, null, null, null, null);
            }

            @Override
            public Duration duplicateWindowOf(String source) {
                return Duration.ofMinutes(5);
            }
        };
        return new Resending(jdbc, destinations, LeadChangesFixture.changes(jdbc, TestEngine.JSON), sources);
    }
}
