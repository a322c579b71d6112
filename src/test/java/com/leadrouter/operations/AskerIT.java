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
import java.time.Duration;
import java.time.Instant;
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

/** For whom Kapture is asked with Get since no pull confirms them, by two replicas, and what its answers come to. */
class AskerIT {

    private static final DestinationName KAPTURE = new DestinationName("kapture");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant AN_HOUR_AGO = NOW.minus(1, ChronoUnit.HOURS);
    private static final Instant TWO_HOURS_AGO = NOW.minus(2, ChronoUnit.HOURS);
    private static final Instant TWO_DAYS_AGO = NOW.minus(2, ChronoUnit.DAYS);

    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica one;
    private static Replica two;
    private static Past past;

    @BeforeAll
    static void start() {
        Database database = TestDatabases.create();
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

        assertThat(standIns.kapture().requests("get")).isEqualTo(1);
        assertThat(customers("true")).isEmpty();
        standIns.kapture().faults().clear();
        assertThat(asker(two).ask(KAPTURE)).isEqualTo(5);
        assertThat(customers("gone_at is not null")).hasSize(5);
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

    private static Asker asker(Replica replica) {
        return replica.bean(Asker.class);
    }

    private static List<Long> customers(String condition) {
        return jdbc.sql("select customer_id from kapture_customer where " + condition + " order by customer_id")
                .query(Long.class)
                .list();
    }
}
