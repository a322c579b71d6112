package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A lead that ends every process that tries it, on the real database: each round is what a worker claims at one look,
 * and where that lead flies, no result of those that fly with it is recorded.
 */
class TakeOverIT {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Destination DESTINATION =
            new Destination(TestEngine.X, "test", TestCouriers.accepting(false), TestCouriers.SETTINGS);

    private static Database database;
    private static JdbcClient jdbc;
    private static StoredFixture stored;
    private static Ledger ledger;
    private static Settlements settlements;

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
        stored = new StoredFixture(jdbc);
        ledger = new Ledger(database.dataSource(), jdbc, new EngineSettings(LEASE, false));
        settlements = new Settlements(database.dataSource(), jdbc, TestEngine.JSON);
    }

    @BeforeEach
    void empty() {
        database.execute("truncate lead, delivery, delivery_call, person_in_flight, destination_state");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aLeadThatEndsItsProcessIsHeldAndThoseThatFlewWithItArrive(long seed) {
        List<LeadId> innocent =
                IntStream.range(0, 15).mapToObj(i -> stored.store()).toList();
        LeadId poison = stored.store();
        NextSteps nextSteps = new NextSteps(TestCouriers.SETTINGS, new Random(seed));

        for (int look = 0; look < 200 && stored.count("status = 'PENDING'") > 0; look++) {
            Set<LeadId> flew = new HashSet<>();
            Courier courier = TestCouriers.courier(false, (delivery, log) -> {
                flew.add(delivery.leadId());
                return new Accepted(null);
            });
            List<Settlement> results = ledger.claim(DESTINATION, 16, Turn.OLDEST_FIRST, false, List.of()).stream()
                    .map(claimed -> new Flight(claimed, courier, nextSteps, LEASE, TestEngine.JSON, Clock.systemUTC()))
                    .flatMap(flight -> flight.fly().stream())
                    .toList();
            boolean ended = flew.contains(poison);
            results.stream()
                    .filter(result -> !ended || !flew.contains(result.claimed().leadId()))
                    .forEach(settlements::record);
            timePasses();
        }

        assertThat(stored.row(poison))
                .containsEntry("status", "HELD")
                .containsEntry("hold_reason", "its worker died or failed 5 times");
        assertThat(innocent).allSatisfy(lead -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
    }

    // The look comes a second after the first of them is due, so that many others are as well.
    private static void timePasses() {
        jdbc.sql("""
                        update delivery
                        set due_at = due_at - passed.time, leased_until = leased_until - passed.time
                        from (
                            select greatest(min(due_at) - clock_timestamp(), interval '0') + interval '1 s' as time
                            from delivery) passed
                        where due_at is not null
                        """).update();
    }
}
