package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a stop leaves behind: nothing leased, everything on record, and the rest for the next to start. */
class ShutdownIT {

    private static final int IN_FLIGHT = 2;
    private static final int WAITING = 3;

    private final Database database = TestDatabases.create();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private StandIns standIns;

    @BeforeEach
    void start() {
        standIns = StandIns.start();
    }

    @AfterEach
    void stop() {
        standIns.close();
    }

    @Test
    void whatHangsIsUnknownAndWhatWaitsIsLeftForTheNext() {
        standIns.cap().faults().always(Fault.hang());
        Replica first = Replica.start(
                database,
                standIns,
                "--lead-router.destinations.cap.http.response-timeout=60s",
                "--lead-router.destinations.cap.delivery.concurrency=" + IN_FLIGHT);
        List<String> leads = handIn(first, IN_FLIGHT + WAITING);
        eventually(() -> assertThat(standIns.cap().requests()).isEqualTo(IN_FLIGHT));
        eventually(() -> assertThat(count("destination = 'kapture' and status = 'DELIVERED'"))
                .isEqualTo(leads.size()));

        assertThat(timeToClose(first)).isLessThan(Duration.ofSeconds(25));

        assertNothingIsLeased();
        assertThat(count("destination = 'cap' and status = 'PENDING' and outcome = 'UNKNOWN' and uncertain"
                        + " and tries = 1 and due_at is not null"))
                .isEqualTo(IN_FLIGHT);
        assertThat(count("destination = 'cap' and status = 'PENDING' and outcome is null and not uncertain"
                        + " and tries = 0 and due_at <= now()"))
                .isEqualTo(WAITING);
        assertThat(jdbc.sql("select outcome from delivery_call where destination = 'cap'")
                        .query(String.class)
                        .list())
                .containsOnly("UNKNOWN")
                .hasSize(IN_FLIGHT);

        standIns.cap().faults().clear();
        try (Replica second = Replica.start(database, standIns)) {
            eventually(() -> assertThat(count("status = 'DELIVERED'")).isEqualTo(2 * leads.size()));
        }
        assertThat(leads)
                .allSatisfy(lead -> assertThat(standIns.cap().accepted(lead)).isEqualTo(1));
    }

    @Test
    void aStopInFullSwingIsQuickAndLosesNothing() {
        standIns.cap().faults().always(Fault.slow(Duration.ofMillis(100)));
        Replica first = Replica.start(database, standIns, "--lead-router.destinations.cap.delivery.concurrency=2");
        List<String> leads = handIn(first, 60);

        assertThat(timeToClose(first)).isLessThan(Duration.ofSeconds(3));

        assertNothingIsLeased();
        assertThat(count("due_at is not null")).isPositive();
        assertThat(jdbc.sql("select count(*) from delivery_call where outcome <> 'ACCEPTED'")
                        .query(Integer.class)
                        .single())
                .isZero();

        try (Replica second = Replica.start(database, standIns)) {
            eventually(() -> assertThat(count("status = 'DELIVERED'")).isEqualTo(2 * leads.size()));
        }
        assertThat(leads)
                .allSatisfy(lead -> assertThat(standIns.cap().requests(lead)).isEqualTo(1));
        assertThat(standIns.kapture().requests()).isEqualTo(leads.size());
    }

    private static List<String> handIn(Replica replica, int leads) {
        return IntStream.range(0, leads)
                .mapToObj(person -> Api.accepted(replica, Api.aLead(person)))
                .toList();
    }

    private static Duration timeToClose(Replica replica) {
        long before = System.nanoTime();
        replica.close();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    private void assertNothingIsLeased() {
        assertThat(count("leased_until is not null")).isZero();
        assertThat(jdbc.sql("select count(*) from person_in_flight")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private int count(String condition) {
        return jdbc.sql("select count(*) from delivery where " + condition)
                .query(Integer.class)
                .single();
    }
}
