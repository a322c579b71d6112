package com.leadrouter.delivery;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.RemoteCallsFixture;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Twenty-four months of leads, of which some are open still: what goes, and what stays. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class RetentionIT {

    private static final YearMonth NOW = YearMonth.now(ZoneOffset.UTC);

    /** The youngest month of which everything is older than 365 days, by any clock of this day. */
    private static final YearMonth LAST_PAST = lastBefore(365);

    private static final YearMonth LAST_WITHOUT_CALLS = lastBefore(90);

    private final Database database = TestDatabases.create().migrated();
    private final JdbcClient jdbc = database.jdbc();
    private final OldLeads old = new OldLeads(jdbc);

    private static YearMonth lastBefore(int days) {
        YearMonth month =
                YearMonth.from(Instant.now().minus(days, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC));
        return month.minusMonths(1);
    }

    @BeforeEach
    void fill() {
        old.makePartitions(24);
        for (int month = 24; month >= 0; month--) {
            YearMonth then = NOW.minusMonths(month);
            old.settled(then);
            old.settled(then);
            old.unrouted(then);
        }
    }

    @Test
    void whatIsSettledGoesAndWhatIsOpenStaysWithItsCalls(CapturedOutput output) {
        UUID held = old.held(NOW.minusMonths(20));
        UUID pending = old.pending(NOW.minusMonths(16));
        UUID sentAgain = old.settledAt(NOW.minusMonths(14), Instant.now().minus(1, ChronoUnit.DAYS));

        retention(Map.of()).run();

        assertThat(old.idsUpTo(LAST_PAST)).containsExactlyInAnyOrder(held, pending, sentAgain);
        assertThat(old.months())
                .containsSequence(LAST_PAST.plusMonths(1), LAST_PAST.plusMonths(2))
                .contains(NOW.minusMonths(20), NOW.minusMonths(16), NOW.minusMonths(14))
                .doesNotContain(NOW.minusMonths(24), NOW.minusMonths(19), NOW.minusMonths(15));
        assertThat(old.count("lead")).isEqualTo(3 + 3 * (int) ChronoUnit.MONTHS.between(LAST_PAST, NOW));
        assertThat(old.callsUpTo(LAST_WITHOUT_CALLS)).containsExactlyInAnyOrder(held, pending);
        assertThat(old.callsUpTo(NOW)).hasSize(2 + 2 * (int) ChronoUnit.MONTHS.between(LAST_WITHOUT_CALLS, NOW));
        assertThat(conservation().countAll()).isZero();
        assertThat(jdbc.sql("select count(*) from pg_class where relname ~ '_20[0-9]{2}_[0-9]{2}$' and relkind = 'r'"
                                + " and not relispartition")
                        .query(Integer.class)
                        .single())
                .as("tables that belong nowhere")
                .isZero();
        assertThat(removed("PARTITIONS")).hasSize(24 - 3 - 12 + fullMonthsMore());
        assertThat(removed("LEADS")).containsExactly(NOW.minusMonths(20), NOW.minusMonths(16), NOW.minusMonths(14));
        assertThat(removed("ALL_CALLS")).contains(LAST_WITHOUT_CALLS);
        assertThat(output).contains(NOW.minusMonths(20) + ": removed 3 settled leads");
    }

    // In the first days of some months one more or less is past; the other assertions count by dates.
    private static int fullMonthsMore() {
        return (int) ChronoUnit.MONTHS.between(NOW.minusMonths(13), LAST_PAST);
    }

    @Test
    void doneAgainItFindsNothingAndTheLastToGoTakesItsMonthAlong() {
        UUID held = old.held(NOW.minusMonths(20));
        Retention retention = retention(Map.of());
        retention.run();
        int records = old.count("retention_record");

        retention.run();

        assertThat(old.count("retention_record")).isEqualTo(records);
        old.settle(held, Instant.now().minus(8, ChronoUnit.DAYS));
        retention.run();
        assertThat(old.idsUpTo(LAST_PAST)).isEmpty();
        assertThat(old.months()).doesNotContain(NOW.minusMonths(20));
    }

    @Test
    void whereTheClocksDisagreeNothingGoes(CapturedOutput output) {
        Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofDays(-800));

        new Retention(database.dataSource(), fast, RemoteCallsFixture.settings(Map.of())).run();

        assertThat(old.count("lead")).isEqualTo(75);
        assertThat(output).contains("nothing is removed: the database's clock says");
    }

    @Test
    void thePartitionsOfLastMonthStayWhoseLeadsGo() {
        UUID settled = old.settledAt(NOW.minusMonths(2), Instant.now().minus(30, ChronoUnit.DAYS));

        retention(Map.of("lead-router.retention.leads", "1h")).run();

        assertThat(old.months()).contains(NOW.minusMonths(1)).doesNotContain(NOW.minusMonths(2));
        assertThat(old.idsUpTo(NOW.minusMonths(2))).doesNotContain(settled);
    }

    @Test
    void theReasonsGoWithTheirLeads() {
        UUID dropped = old.settled(NOW.minusMonths(24));
        old.held(NOW.minusMonths(20));
        UUID deleted = old.settled(NOW.minusMonths(20));
        UUID young = old.settled(NOW);
        Stream.of(dropped + "/cap", deleted + "/cap", young + "/cap", "kapture")
                .forEach(target -> jdbc.sql("insert into operator_action (operator, action, target, count, reason)"
                                + " values ('ops', 'retry', ?, 1, 'Ms Lovelace called')")
                        .param(target)
                        .update());

        retention(Map.of()).run();

        assertThat(jdbc.sql("select reason from operator_action order by id")
                        .query(String.class)
                        .list())
                .containsExactly("***", "***", "Ms Lovelace called", "Ms Lovelace called");
    }

    @Test
    void zeroKeepsForEver() {
        retention(Map.of("lead-router.retention.leads", "0", "lead-router.retention.calls", "0"))
                .run();

        assertThat(old.count("lead")).isEqualTo(75);
        assertThat(old.count("delivery_call")).isEqualTo(50);
    }

    @Test
    void callsAloneMayGo() {
        UUID held = old.held(NOW.minusMonths(20));
        UUID calledAgain = old.settled(NOW.minusMonths(18));
        old.called(calledAgain, Instant.now());

        retention(Map.of("lead-router.retention.leads", "0")).run();

        assertThat(old.count("lead")).isEqualTo(77);
        assertThat(old.callsUpTo(LAST_WITHOUT_CALLS)).containsExactlyInAnyOrder(held, calledAgain);
        // The partition is there for a lead that is tried again.
        old.called(held, Instant.now());
    }

    @Test
    void oneReplicaDoesItAtATime() throws SQLException {
        Retention retention = retention(Map.of());
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(7146201, 2)");

            retention.run();

            assertThat(old.count("lead")).isEqualTo(75);
        }
        retention.run();
        assertThat(old.idsUpTo(LAST_PAST)).isEmpty();
    }

    @Test
    void itDoesNotWaitForWhoReadsLongAndTriesAnotherTime(CapturedOutput output) throws SQLException {
        Retention retention = retention(Map.of());
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select count(*) from lead");

            retention.run();

            assertThat(old.months()).contains(NOW.minusMonths(24));
            assertThat(output).contains(NOW.minusMonths(24) + ": in use; tried again later");
            other.rollback();
        }
        retention.run();
        assertThat(old.idsUpTo(LAST_PAST)).isEmpty();
    }

    @Test
    void whatIsSentAnewJustThenStays() throws Exception {
        UUID dead = old.settled(NOW.minusMonths(24));
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // As everyone does who changes what becomes of a lead.
            statement.execute("select id from lead where id = '" + dead + "' for no key update");
            statement.execute("update delivery set status = 'PENDING', due_at = now(), settled_at = null"
                    + " where lead_id = '" + dead + "'");
            CompletableFuture<Void> run =
                    CompletableFuture.runAsync(() -> retention(Map.of()).run());
            eventually(() -> assertThat(jdbc.sql("select count(*) from pg_locks where not granted")
                            .query(Integer.class)
                            .single())
                    .isPositive());

            other.commit();

            run.get(30, TimeUnit.SECONDS);
        }
        assertThat(old.idsUpTo(NOW.minusMonths(24))).hasSize(4).contains(dead);
        retention(Map.of()).run();
        assertThat(old.idsUpTo(LAST_PAST)).containsExactly(dead);
    }

    @Test
    void whatARunThatDiedHasLeftOfAMonthGoesToo() {
        String oldest = NOW.minusMonths(24).toString().replace('-', '_');
        jdbc.sql("drop table lead_" + oldest + ", delivery_" + oldest).update();

        retention(Map.of()).run();

        assertThat(old.idsUpTo(LAST_PAST)).isEmpty();
        assertThat(old.callsUpTo(LAST_PAST)).isEmpty();
        assertThat(jdbc.sql("select to_regclass('delivery_call_" + oldest + "') is null")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void howFarAheadThereArePartitionsIsTold() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Partitions partitions = new Partitions(jdbc, meters);
        String fourAhead = NOW.plusMonths(4).toString().replace('-', '_');
        jdbc.sql("drop table delivery_call_" + fourAhead).update();
        assertThat(jdbc.sql("select partitions_ahead()").query(Integer.class).single())
                .isEqualTo(3);

        partitions.makeAhead();

        assertThat(meters.get("leadrouter.partitions.ahead").gauge().value()).isEqualTo(6);
    }

    private Retention retention(Map<String, String> settings) {
        return new Retention(database.dataSource(), RemoteCallsFixture.settings(settings));
    }

    private Conservation conservation() {
        return new Conservation(database.dataSource(), jdbc, new SimpleMeterRegistry());
    }

    private List<YearMonth> removed(String what) {
        return jdbc
                .sql("select to_char(month, 'YYYY-MM') from retention_record where removed = ? order by month")
                .param(what)
                .query(String.class)
                .list()
                .stream()
                .map(YearMonth::parse)
                .toList();
    }
}
