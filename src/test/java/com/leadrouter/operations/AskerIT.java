package com.leadrouter.operations;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.Replica;
import com.leadrouter.delivery.Holds;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** For whom Kapture is asked with Get since no pull confirms them, by two replicas, and what its answers come to. */
class AskerIT {

    private static final DestinationName KAPTURE = new DestinationName("kapture");
    private static final ZoneOffset IST = ZoneOffset.ofHoursMinutes(5, 30);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant AN_HOUR_AGO = NOW.minus(1, ChronoUnit.HOURS);
    private static final Instant TWO_HOURS_AGO = NOW.minus(2, ChronoUnit.HOURS);
    private static final Instant TWO_DAYS_AGO = NOW.minus(2, ChronoUnit.DAYS);

    private static Database database;
    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica one;
    private static Replica two;
    private static Past past;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        jdbc = database.jdbc();
        past = new Past(jdbc);
        standIns = StandIns.start();
        String[] quiet = {
            "--lead-router.destinations.kapture.pull.every=0",
            "--lead-router.destinations.kapture.http.response-timeout=2s",
            "--logging.level.com.leadrouter=warn"
        };
        one = Replica.start(database, standIns, quiet);
        two = Replica.start(database, standIns, quiet);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        standIns.close();
    }

    @BeforeEach
    void forget() {
        past.forget();
        standIns.kapture().reset();
    }

    @Test
    void whomAPullDidNotTellOfIsAskedForAndConfirmedOrGone() {
        past.updated(1, TWO_HOURS_AGO);
        past.updated(2, TWO_HOURS_AGO);
        past.updated(3, TWO_HOURS_AGO);
        past.confirmed(3, AN_HOUR_AGO);
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        past.updated(4, NOW);
        isThere(1);
        isThere(3);
        isThere(4);

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(2);

        assertThat(standIns.kapture().requests("get")).isEqualTo(2);
        assertThat(customers("confirmed_at > now() - interval '1 minute'")).containsExactly(1L);
        assertThat(customers("gone_at is not null")).containsExactly(2L);
        // Both are known now.
        assertThat(asker(two).ask(KAPTURE)).isZero();
    }

    @Test
    void withoutAPullADayIsWaited() {
        past.updated(1, NOW.minus(23, ChronoUnit.HOURS));
        past.updated(2, NOW.minus(25, ChronoUnit.HOURS));
        isThere(1);
        isThere(2);

        asker(one).ask(KAPTURE);

        assertThat(customers("confirmed_at is not null")).containsExactly(2L);
    }

    @Test
    void whoWasThereAndIsMissingFromALaterPullIsAskedFor() {
        past.added(1, TWO_HOURS_AGO);
        past.confirmed(1, TWO_HOURS_AGO.plusSeconds(60));
        past.added(2, TWO_HOURS_AGO);
        past.confirmed(2, TWO_HOURS_AGO.plusSeconds(60));
        // Of another time than the pull's.
        past.added(3, TWO_DAYS_AGO);
        past.confirmed(3, TWO_DAYS_AGO.plusSeconds(60));
        past.scheduled(TWO_HOURS_AGO, AN_HOUR_AGO);
        isThere(1);

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(2);

        assertThat(customers("gone_at is not null")).containsExactly(2L);
        assertThat(customers("confirmed_at > now() - interval '1 minute'")).containsExactly(1L);
        assertThat(asker(one).ask(KAPTURE)).isZero();
    }

    @Test
    void whoeverARequestedPullLeavesOutIsAskedForAgain() {
        past.updated(1, TWO_HOURS_AGO);
        past.confirmed(1, TWO_HOURS_AGO.plusSeconds(60));
        // Created long ago, so that no pull of this time tells of it.
        jdbc.sql("update kapture_customer set created_at = now() - interval '40 days'")
                .update();
        past.scheduled(TWO_HOURS_AGO, AN_HOUR_AGO);
        assertThat(asker(one).ask(KAPTURE)).isZero();

        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        // That many are not asked for in an hour.
        jdbc.sql(
                        "update kapture_pull set finished_at = now() - interval '23 hours', started_at = now() - interval '25 hours'"
                                + " where requested_by is not null")
                .update();
        jdbc.sql("update kapture_customer set confirmed_at = now() - interval '26 hours'")
                .update();
        jdbc.sql("update delivery set settled_at = now() - interval '27 hours'").update();
        jdbc.sql("update kapture_pull set from_at = now() - interval '28 hours'")
                .update();

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(1);
        assertThat(customers("gone_at is not null")).containsExactly(1L);
    }

    @Test
    void twoReplicasAskForEachOnceAndNoFasterThanFourASecond() {
        LongStream.rangeClosed(1, 12).forEach(id -> {
            past.updated(id, TWO_HOURS_AGO);
            isThere(id);
        });
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);

        long start = System.nanoTime();
        int asked = Stream.of(one, two, one, two)
                .map(replica ->
                        CompletableFuture.supplyAsync(() -> asker(replica).ask(KAPTURE)))
                .toList()
                .stream()
                .mapToInt(CompletableFuture::join)
                .sum();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(asked).isEqualTo(12);
        assertThat(standIns.kapture().requests("get")).isEqualTo(12);
        assertThat(standIns.kapture().overlaps()).isZero();
        assertThat(took).isGreaterThan(Duration.ofSeconds(3));
        assertThat(customers("confirmed_at is not null")).hasSize(12);
    }

    @Test
    void whereKaptureDoesNotAnswerItIsLeftInPeaceAndNothingIsConcluded() {
        LongStream.rangeClosed(1, 5).forEach(id -> past.updated(id, TWO_HOURS_AGO));
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        standIns.kapture().faults().always(Fault.status(500));

        assertThat(asker(one).ask(KAPTURE)).isZero();

        assertThat(standIns.kapture().requests("get")).isEqualTo(3);
        assertThat(customers("true")).isEmpty();
        standIns.kapture().faults().clear();
        later();
        assertThat(asker(two).ask(KAPTURE)).isEqualTo(5);
        assertThat(customers("gone_at is not null")).hasSize(5);
        assertThat(questions()).isEmpty();
    }

    @Test
    void whoeverItCannotAnswerForKeepsNobodyElseWaiting() {
        LongStream.rangeClosed(1, 5).forEach(id -> past.updated(id, TWO_HOURS_AGO.plusSeconds(id)));
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        // Of the two who come first.
        standIns.kapture().faults().next(1, Fault.status(500).on("get"));
        standIns.kapture().faults().next(1, Fault.status(400).on("get"));

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(3);

        assertThat(customers("gone_at is not null")).containsExactly(3L, 4L, 5L);
        assertThat(questions()).containsExactly("1 failed 1", "2 failed 1");
        // Neither is asked for again at once, by nobody.
        assertThat(asker(two).ask(KAPTURE)).isZero();
        assertThat(standIns.kapture().requests("get")).isEqualTo(5);
    }

    @Test
    void whoeverItCannotAnswerForIsAskedForLessAndLess() {
        past.updated(1, TWO_HOURS_AGO);
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        standIns.kapture().faults().always(Fault.status(500).on("get"));
        asker(one).ask(KAPTURE);
        assertThat(secondsUntilAsked()).isBetween(50, 60);
        later();
        asker(two).ask(KAPTURE);
        assertThat(secondsUntilAsked()).isBetween(110, 120);
        jdbc.sql("update kapture_question set failures = 2000000000, ask_after = now()")
                .update();
        asker(one).ask(KAPTURE);
        assertThat(secondsUntilAsked()).isBetween(86_390, 86_400);

        later();
        standIns.kapture().faults().clear();
        isThere(1);

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(1);
        assertThat(questions()).isEmpty();
    }

    @Test
    void aKeyThatIsRefusedEndsTheAskingAtOnceAndIsNobodysFault() {
        LongStream.rangeClosed(1, 2).forEach(id -> past.updated(id, TWO_HOURS_AGO));
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        standIns.kapture().faults().always(Fault.status(401).on("get"));

        assertThat(asker(one).ask(KAPTURE)).isZero();

        assertThat(standIns.kapture().requests("get")).isEqualTo(1);
        assertThat(questions()).isEmpty();
    }

    @Test
    void whoseIdWeWereNotToldIsAskedForByPhoneAndEmail() {
        past.delivered(null, "add", "[]", TWO_HOURS_AGO);
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(1);

        assertThat(standIns.kapture().requests("get")).isEqualTo(2);
        // Nobody is there: that is enough for a day.
        assertThat(asker(two).ask(KAPTURE)).isZero();
        assertThat(secondsUntilAsked()).isGreaterThan(86_000);
        later();
        standIns.kapture().plant(Past.NAME, Past.phone(null).substring(3), Past.email(null));

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(1);
        assertThat(customers("confirmed_at is not null")).hasSize(1);
        later();
        assertThat(asker(one).ask(KAPTURE)).isZero();
    }

    @Test
    void aDayBeginsWhereTheTenantLives() {
        LocalDate day = LocalDate.ofInstant(NOW.minus(5, ChronoUnit.DAYS), IST);
        past.updated(1, day.atTime(1, 0).toInstant(IST));
        jdbc.sql("""
                        insert into kapture_reconciliation (destination, day, confirmed, unconfirmed, unexplained,
                            different)
                        values ('kapture', :day, 0, 1, 0, 0)
                        """).param("day", day).update();

        assertThat(one.bean(Questions.class).toAsk(KAPTURE, IST)).hasSize(1);
    }

    @Test
    void aDestinationThatIsPausedIsNotAsked() {
        past.updated(1, TWO_HOURS_AGO);
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        jdbc.sql("""
                        insert into destination_state (destination, paused, pause_reason, paused_since)
                        values ('kapture', true, 'test', now())
                        """).update();
        try {
            bothKnowThatItIs(Holds.Standing.PAUSED);

            assertThat(asker(one).ask(KAPTURE) + asker(two).ask(KAPTURE)).isZero();
            assertThat(standIns.kapture().requests("get")).isZero();
        } finally {
            jdbc.sql("delete from destination_state").update();
            bothKnowThatItIs(Holds.Standing.RUNNING);
        }
    }

    private static void bothKnowThatItIs(Holds.Standing standing) {
        eventually(() -> assertThat(List.of(one, two))
                .allMatch(replica -> replica.bean(Holds.class).of(KAPTURE) == standing));
    }

    @Test
    void theTurnOfAReplicaThatHasDiedIsTakenOver() {
        past.updated(1, TWO_HOURS_AGO);
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        isThere(1);
        jdbc.sql("insert into kapture_asker values ('kapture', 7, now() + interval '1 hour')")
                .update();
        assertThat(asker(one).ask(KAPTURE)).isZero();
        assertThat(standIns.kapture().requests("get")).isZero();

        jdbc.sql("update kapture_asker set leased_until = now()").update();

        assertThat(asker(one).ask(KAPTURE)).isEqualTo(1);
    }

    private static void isThere(long customer) {
        standIns.kapture()
                .plant(
                        customer,
                        Map.of(
                                "customer_name", Past.NAME,
                                "phone", Past.phone(customer).substring(3),
                                "email_id", Past.email(customer)));
    }

    @Test
    void aStatementThatTakesTooLongTakesNoOtherWithIt() throws SQLException {
        past.updated(1, TWO_HOURS_AGO);
        past.pulled(TWO_HOURS_AGO, AN_HOUR_AGO);
        try (Connection holding = database.dataSource().getConnection();
                Connection hurried = database.dataSource().getConnection();
                Statement lock = holding.createStatement();
                Statement hurry = hurried.createStatement()) {
            hurry.execute("set statement_timeout = '300ms'");
            holding.setAutoCommit(false);
            // Whose id we were not told is looked for with the lead.
            lock.execute("lock table lead in access exclusive mode");
            JdbcClient connection = JdbcClient.create(new SingleConnectionDataSource(hurried, true));

            assertThat(new Questions(connection, Clock.systemUTC()).toAsk(KAPTURE, IST))
                    .containsExactly(new Question.OfCustomer(1));
            holding.rollback();
        }
    }

    /** When whoever could not be answered for may be asked for again. */
    private static void later() {
        jdbc.sql("update kapture_question set ask_after = now()").update();
    }

    private static List<String> questions() {
        return jdbc.sql("select subject || ' failed ' || failures from kapture_question order by subject")
                .query(String.class)
                .list();
    }

    private static int secondsUntilAsked() {
        return jdbc.sql("select extract(epoch from ask_after - now())::int from kapture_question")
                .query(Integer.class)
                .single();
    }

    private static Asker asker(Replica replica) {
        return replica.bean(Asker.class);
    }

    private static List<Long> customers(String condition) {
        return jdbc.sql("select customer_id from kapture_customer where " + condition + " order by customer_id")
                .query(Long.class)
                .list();
    }
}
