package com.leadrouter.delivery;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Another session holds rows of deliveries on their way: that is the affair of those deliveries alone. */
@Timeout(60)
class LockedRowsIT {

    private static final Accepted ACCEPTED = new Accepted(null);
    private static final Duration LEASE = Duration.ofSeconds(3);

    private static Database database;
    private static JdbcClient jdbc;
    private static StoredFixture stored;

    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
        stored = new StoredFixture(jdbc);
    }

    @BeforeEach
    void empty() {
        database.execute("truncate lead, delivery, delivery_call, person_in_flight, destination_state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select from delivery where lead_id = '%s' for update",
                "select from person_in_flight where lead_id = '%s' for update"
            })
    void whatIsOnItsWayElsewhereIsRenewedAndWhatIsLockedIsRenewedLater(String lock) throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        LambdaCourier slowX = slow("x", true, busy);
        LambdaCourier slowY = slow("y", false, busy);
        LeadId locked = stored.store("tel:1", "mailto:a");
        LeadId other = stored.storeFor("y");

        try (TestEngine engine = TestEngine.startBoth(database, slowX, slowY, LEASE)) {
            busy.await();
            try (Lock held = new Lock(lock.formatted(locked))) {
                OffsetDateTime lockedUntil = leasedUntil(locked);
                OffsetDateTime otherUntil = leasedUntil(other);
                eventually(() -> assertThat(leasedUntil(other)).isAfter(otherUntil));
                assertThat(leasedUntil(locked)).isEqualTo(lockedUntil);
                assertThat(personsWhoseLeaseEndsApart()).isZero();
            }
            OffsetDateTime before = leasedUntil(locked);
            eventually(() -> assertThat(leasedUntil(locked)).isAfter(before));
            assertThat(personsWhoseLeaseEndsApart()).isZero();

            goOn.countDown();
            eventually(() -> assertThat(stored.count("status = 'DELIVERED'")).isEqualTo(2));
            assertThat(stored.row(locked)).containsEntry("attempt", 1);
            assertThat(stored.row(other)).containsEntry("attempt", 1);
            assertThat(engine.counted("leadrouter.internal.failures")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select from delivery where leased_until is not null and destination = 'x' for update",
                "select from person_in_flight for update"
            })
    void resultsOfOtherRowsDoNotWaitHereOrElsewhere(String lock) throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        List<LeadId> locked =
                Stream.of("tel:1", "tel:2").map(key -> stored.store(key, null)).toList();
        LambdaCourier x = new LambdaCourier("x", true, (delivery, log) -> {
            if (locked.contains(delivery.leadId())) {
                busy.countDown();
                await(goOn);
            }
            return ACCEPTED;
        });
        LambdaCourier y = new LambdaCourier("y", false, (delivery, log) -> ACCEPTED);

        try (TestEngine engine = TestEngine.startBoth(database, x, y, Duration.ofSeconds(30))) {
            busy.await();
            try (Lock held = new Lock(lock)) {
                goOn.countDown();
                List<LeadId> others = IntStream.range(0, 20)
                        .mapToObj(i -> i % 2 == 0 ? stored.store("tel:9" + i, null) : stored.storeFor("y"))
                        .toList();
                eventually(() -> assertThat(others)
                        .allSatisfy(lead -> assertThat(stored.status(lead)).isEqualTo("DELIVERED")));
                assertThat(locked)
                        .allSatisfy(lead -> assertThat(stored.status(lead)).isEqualTo("PENDING"));
                assertThat(waiting()).isZero();
            }
            eventually(() -> assertThat(locked)
                    .allSatisfy(lead -> assertThat(stored.row(lead))
                            .containsEntry("status", "DELIVERED")
                            .containsEntry("attempt", 1)));
            assertThat(jdbc.sql("select count(*) from person_in_flight")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void aDestinationWhoseResultsMustWaitHoldsUpNoOther() throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        LeadId one = stored.store();
        LeadId two = stored.store();
        LambdaCourier x = new LambdaCourier("x", false, (delivery, log) -> {
            CallLog.OpenCall call = log.begin("submit");
            busy.countDown();
            if (delivery.leadId().equals(two)) {
                // Not in one group with the first.
                await(goOn);
                eventually(() -> assertThat(waiting()).isEqualTo(1));
            }
            await(goOn);
            call.finish(Outcome.ACCEPTED, 202, null);
            return ACCEPTED;
        });
        LambdaCourier y = new LambdaCourier("y", false, (delivery, log) -> ACCEPTED);

        try (TestEngine engine = TestEngine.startBoth(database, x, y, Duration.ofSeconds(30))) {
            busy.await();
            // The same calls, not committed yet: whoever writes them waits to see what becomes of these.
            try (Lock held = new Lock(
                    "insert into delivery_call (lead_id, destination, attempt, call, operation,"
                            + " outcome, started_at, duration_millis, late)"
                            + " select lead_id, destination, attempt, 1, 'submit', 'ACCEPTED', now(), 1, false from delivery")) {
                goOn.countDown();
                eventually(() -> assertThat(waiting()).isEqualTo(2));
                List<LeadId> others = IntStream.range(0, 20)
                        .mapToObj(i -> stored.storeFor("y"))
                        .toList();
                eventually(() -> assertThat(others)
                        .allSatisfy(lead -> assertThat(stored.status(lead)).isEqualTo("DELIVERED")));
                assertThat(waiting()).isEqualTo(2);
            }
            eventually(() -> assertThat(List.of(one, two))
                    .allSatisfy(lead -> assertThat(stored.status(lead)).isEqualTo("DELIVERED")));
        }
    }

    /** What another session does and does not commit. */
    private static final class Lock implements AutoCloseable {

        private final Connection other;

        Lock(String statement) throws SQLException {
            DataSource dataSource = database.dataSource();
            other = dataSource.getConnection();
            other.setAutoCommit(false);
            try (var jdbcStatement = other.createStatement()) {
                jdbcStatement.execute(statement);
            }
        }

        @Override
        public void close() throws SQLException {
            other.rollback();
            other.close();
        }
    }

    private LambdaCourier slow(String type, boolean ordered, CountDownLatch busy) {
        return new LambdaCourier(type, ordered, (delivery, log) -> {
            busy.countDown();
            await(goOn);
            log.begin("submit").finish(Outcome.ACCEPTED, 202, null);
            return ACCEPTED;
        });
    }

    private static OffsetDateTime leasedUntil(LeadId lead) {
        return jdbc.sql("select leased_until from delivery where lead_id = ?")
                .param(lead.value())
                .query(OffsetDateTime.class)
                .single();
    }

    private static int personsWhoseLeaseEndsApart() {
        return jdbc.sql("select count(*) from person_in_flight p join delivery d using (lead_id, destination)"
                        + " where p.leased_until <> d.leased_until")
                .query(Integer.class)
                .single();
    }

    // On a connection of its own: a courier's thread asks too.
    private static int waiting() {
        return JdbcClient.create(database.dataSource())
                .sql("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and datname = current_database()")
                .query(Integer.class)
                .single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
