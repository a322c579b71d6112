package com.leadrouter.kapture;

import static com.leadrouter.Eventually.within;
import static com.leadrouter.kapture.PullProcess.CUSTOMERS;
import static com.leadrouter.kapture.PullProcess.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.leadrouter.delivery.Holds.Standing;
import com.leadrouter.kapture.KapturePulls.Claimed;
import com.leadrouter.kapture.PullAnswer.Done;
import com.leadrouter.kapture.PullAnswer.Failed;
import com.leadrouter.kapture.PullAnswer.Unauthorized;
import com.leadrouter.kapture.PullAnswer.Withheld;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Replicas that pull, on the real database; Kapture's answers are scripted. */
class PullLoopIT {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant FROM = Instant.parse("2026-11-20T18:30:00Z"); // midnight in Kolkata
    private static final Instant TO = FROM.plus(Duration.ofDays(3));

    private static Database database;
    private static JdbcClient jdbc;

    private final SharedHolds holds = new SharedHolds(LEASE);
    private final List<PullWindow> asked = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate kapture_customer, kapture_pull");
    }

    @Test
    void aRequestedPullAsksForEachWindowAndCountsWhatItSees() {
        try (PullReplica replica = replica(3, Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");

            assertThat(replica.loop().look()).isTrue();

            assertThat(asked).hasSize(3);
            PullReport report = report(replica, id);
            assertThat(report.state()).isEqualTo(PullReport.State.DONE);
            assertThat(report.customers()).isEqualTo(3);
            assertThat(report.added()).isEqualTo(3);
            assertThat(report.requestedBy()).isEqualTo("ops");
            assertThat(report.finishedAt()).isNotNull();
            assertThat(replica.counted(PullMetrics.Result.DONE)).isEqualTo(1);
            assertThat(replica.loop().look()).isFalse();
        }
    }

    @Test
    void twoReplicasPullEachOfTenIntervalsOnce() throws InterruptedException {
        Map<String, String> often = Map.of("pull.every", "300ms", "pull.lookback", "1h");
        try (PullReplica one = replica(700, often);
                PullReplica two = replica(700, often)) {
            List<Thread> threads = List.of(lookUntilTenAreDone(one), lookUntilTenAreDone(two));
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
            }
            assertThat(one.counted(PullMetrics.Result.DONE) + two.counted(PullMetrics.Result.DONE))
                    .isEqualTo(count("kapture_pull where state = 'DONE'"));
        }
        assertThat(count("kapture_pull where state = 'DONE'")).isGreaterThanOrEqualTo(10);
        assertThat(jdbc.sql("select slot from kapture_pull").query(Long.class).list())
                .doesNotHaveDuplicates()
                .allSatisfy(slot -> assertThat(slot % 300).isZero());
        assertThat(count("kapture_pull where attempt > 1")).isZero();
        assertThat(jdbc.sql("select sum(windows_done) from kapture_pull")
                        .query(Integer.class)
                        .single())
                .isEqualTo(asked.size());
        assertThat(jdbc.sql("select distinct customers from kapture_pull where state = 'DONE'")
                        .query(Integer.class)
                        .list())
                .containsExactly(700);
        assertThat(count("kapture_customer")).isEqualTo(700);
        assertThat(jdbc.sql("select sum(new) from kapture_pull")
                        .query(Integer.class)
                        .single())
                .isEqualTo(700);
    }

    @Test
    void aPullWhoseReplicaIsKilledIsFinishedByAnotherAndNothingIsDoubled() throws IOException, InterruptedException {
        try (PullReplica survivor = new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    asked.add(window);
                    long day = Duration.between(FROM, window.from()).toDays();
                    LongStream.range(0, CUSTOMERS).forEach(i -> each.accept(customer(day * CUSTOMERS + i + 1, null)));
                    return new Done(CUSTOMERS);
                }),
                holds,
                Map.of())) {
            UUID id = survivor.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            Process doomed = process(Duration.ofSeconds(2));
            try (BufferedReader output = doomed.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.lines().anyMatch(PullProcess.STUCK::equals)).isTrue();
            } finally {
                assertThat(doomed.destroyForcibly().waitFor(10, TimeUnit.SECONDS))
                        .isTrue(); // SIGKILL
            }
            assertThat(report(survivor, id).customers()).isBetween(CUSTOMERS + 1, 2 * CUSTOMERS - 1);
            assertThat(survivor.loop().look()).as("before the lease is out").isFalse();

            within(
                    Duration.ofSeconds(10),
                    () -> assertThat(survivor.loop().look()).isTrue());

            assertThat(asked)
                    .extracting(PullWindow::from)
                    .containsExactly(FROM.plus(Duration.ofDays(1)), FROM.plus(Duration.ofDays(2)));
            assertThat(report(survivor, id))
                    .returns(PullReport.State.DONE, PullReport::state)
                    .returns(3 * CUSTOMERS, PullReport::customers)
                    .returns(3 * CUSTOMERS, PullReport::added)
                    .returns(0, PullReport::changed);
            assertThat(count("kapture_customer")).isEqualTo(3 * CUSTOMERS);
        }
    }

    @Test
    void whoHasLostThePullWritesNothingMore() {
        try (PullReplica replica = replica(1, Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            Claimed late = replica.pulls()
                    .claim(PullReplica.NAME, true, Duration.ofMillis(1))
                    .orElseThrow();
            within(
                    Duration.ofSeconds(5),
                    () -> assertThat(replica.loop().look()).isTrue());

            assertThatThrownBy(() -> replica.pulls().write(late, () -> {
                        throw new AssertionError("must not be asked");
                    }))
                    .isInstanceOf(KapturePulls.Lost.class);
            assertThatThrownBy(() -> replica.pulls().failed(late, "late")).isInstanceOf(KapturePulls.Lost.class);
            assertThatThrownBy(() -> replica.pulls().renew(late, LEASE)).isInstanceOf(KapturePulls.Lost.class);
            assertThat(report(replica, id).state()).isEqualTo(PullReport.State.DONE);
        }
    }

    @Test
    void whoHasGivenThePullBackWritesNothingMore() {
        try (PullReplica replica = replica(1, Map.of())) {
            replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            Claimed pull = replica.pulls().claim(PullReplica.NAME, true, LEASE).orElseThrow();
            replica.pulls().giveBack(pull, Duration.ZERO);

            assertThatThrownBy(() -> replica.pulls().write(pull, () -> {
                        throw new AssertionError("must not be asked");
                    }))
                    .isInstanceOf(KapturePulls.Lost.class);
            assertThatThrownBy(() -> replica.pulls().done(pull)).isInstanceOf(KapturePulls.Lost.class);
        }
    }

    @Test
    void aPullThatKillsItsReplicaEndsAtTheFifth() {
        try (PullReplica replica = replica(1, Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            for (int death = 0; death < 5; death++) {
                within(
                        Duration.ofSeconds(5),
                        () -> assertThat(replica.pulls().claim(PullReplica.NAME, true, Duration.ofMillis(1)))
                                .isPresent());
            }

            within(Duration.ofSeconds(5), () -> {
                assertThat(replica.loop().look()).isFalse();
                assertThat(report(replica, id).error()).isEqualTo("its replica died 5 times");
            });
            assertThat(replica.counted(PullMetrics.Result.FAILED)).isEqualTo(1);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void aStopGivesThePullBackAtOnceThoughKaptureSaysNothing() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        try (PullReplica stopping = new PullReplica(
                        database,
                        ScriptedPages.pulling((window, each) -> {
                            reached.countDown();
                            return interrupted();
                        }),
                        holds,
                        Map.of());
                PullReplica other = replica(1, Map.of())) {
            UUID id = stopping.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            stopping.puller().start();
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.loop().look()).isFalse();
            CountDownLatch stopped = new CountDownLatch(1);

            stopping.puller().stop(stopped::countDown);

            assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.loop().look()).isTrue();
            assertThat(report(other, id).state()).isEqualTo(PullReport.State.DONE);
        }
    }

    @Test
    void aStopGivesBackWhatDoesNotEvenHearOfIt() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch deaf = new CountDownLatch(1);
        try (PullReplica stopping = new PullReplica(
                        database,
                        ScriptedPages.pulling((window, each) -> {
                            reached.countDown();
                            awaitDeafly(deaf);
                            return new Failed("closed");
                        }),
                        holds,
                        Map.of());
                PullReplica other = replica(1, Map.of())) {
            UUID id = stopping.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            stopping.puller().start();
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            CountDownLatch stopped = new CountDownLatch(1);

            stopping.puller().stop(stopped::countDown);

            assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.loop().look()).isTrue();
            assertThat(report(other, id).state()).isEqualTo(PullReport.State.DONE);
        } finally {
            deaf.countDown();
        }
    }

    @Test
    void whatTheGuardsHoldBackIsTriedLaterInTheSamePull() {
        AtomicInteger calls = new AtomicInteger();
        try (PullReplica replica = new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    asked.add(window);
                    return calls.incrementAndGet() == 2 ? new Withheld("CIRCUIT_OPEN") : new Done(0);
                }),
                holds,
                Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            assertThat(replica.loop().look()).isTrue();
            assertThat(report(replica, id).state()).isEqualTo(PullReport.State.RUNNING);
            assertThat(replica.loop().look()).as("within the pause").isFalse();

            jdbc.sql("update kapture_pull set leased_until = clock_timestamp()").update();
            assertThat(replica.loop().look()).isTrue();

            assertThat(report(replica, id).state()).isEqualTo(PullReport.State.DONE);
            assertThat(asked).hasSize(4);
            assertThat(asked.get(1)).isEqualTo(asked.get(2));
            assertThat(jdbc.sql("select leases_lost from kapture_pull")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void aBrokenAnswerFailsThePullAndWhatWasToldStays() {
        try (PullReplica replica = answering(new Failed("cut off"), Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            replica.loop().look();

            assertThat(report(replica, id))
                    .returns(PullReport.State.FAILED, PullReport::state)
                    .returns("cut off", PullReport::error)
                    .returns(1, PullReport::customers);
            assertThat(replica.counted(PullMetrics.Result.FAILED)).isEqualTo(1);
            assertThat(holds.told()).isEmpty();
        }
    }

    @Test
    void aCustomerThatCannotBeWrittenIsLeftOutAndTheOthersAreKept() {
        List<String> logged = new ArrayList<>();
        try (PullReplica replica = new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    LongStream.rangeClosed(1, 3)
                            .forEach(i -> each.accept(customer(i, i == 2 ? Instant.MIN : window.from())));
                    return new Done(3);
                }),
                holds,
                Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, FROM.plusSeconds(60), "ops");

            logged.addAll(loggedWhile(PullRun.class, () -> replica.loop().look()));

            assertThat(report(replica, id))
                    .returns(PullReport.State.DONE, PullReport::state)
                    .returns(2, PullReport::customers);
        }
        assertThat(jdbc.sql("select customer_id from kapture_customer order by 1")
                        .query(Long.class)
                        .list())
                .containsExactly(1L, 3L);
        assertThat(logged).singleElement().asString().contains(" 1 customers");
    }

    @Test
    void theScheduleLooksBackToTheLastPullThatWasDone() {
        Instant last = scheduledAndDone("3 days");
        try (PullReplica replica = answering(new Done(1), Map.of("pull.every", "1h"))) {
            assertThat(replica.loop().look()).isTrue();
        }
        assertThat(newest("from_at")).isEqualTo(last);

        database.execute("truncate kapture_pull");
        scheduledAndDone("1 hour");
        try (PullReplica replica = answering(new Done(1), Map.of("pull.every", "1h"))) {
            assertThat(replica.loop().look()).isTrue();
        }
        assertThat(Duration.between(newest("from_at"), newest("to_at")))
                .isBetween(Duration.ofHours(24), Duration.ofHours(24).plusMinutes(1));
    }

    @Test
    void theScheduleLooksBackAMonthAtMostAndSaysWhatItLeavesOut() {
        scheduledAndDone("40 days");
        try (PullReplica replica = answering(new Done(1), Map.of("pull.every", "1h"))) {
            assertThat(loggedWhile(PullLoop.class, () -> replica.loop().look()))
                    .filteredOn(line -> line.contains("31 days"))
                    .hasSize(1);
        }
        assertThat(Duration.between(newest("from_at"), newest("to_at")))
                .isBetween(Duration.ofDays(31), Duration.ofDays(31).plusMinutes(1));
    }

    @Test
    void aScheduledPullThatHasWaitedAsksForAllUntilNow() {
        try (PullReplica replica = answering(new Done(1), Map.of("pull.every", "1h"))) {
            replica.pulls().schedule(PullReplica.NAME, Duration.ofHours(1), Duration.ofHours(24));
            jdbc.sql("update kapture_pull set from_at = from_at - interval '3 days', to_at = to_at - interval '3 days'")
                    .update();
            Instant from = newest("from_at");

            assertThat(replica.loop().look()).isTrue();

            assertThat(newest("from_at")).isEqualTo(from);
            assertThat(newest("to_at")).isAfter(from.plus(Duration.ofHours(95)));
        }
    }

    @Test
    void aDayThatCannotBePulledDoesNotKeepTheDaysAfterItFromBeingPulled() {
        Instant last = scheduledAndDone("3 days");
        try (PullReplica replica = new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    asked.add(window);
                    return window.from().isAfter(last) ? new Done(0) : new Failed("garbled");
                }),
                holds,
                Map.of("pull.every", "1h"))) {
            replica.loop().look();
        }
        assertThat(asked).hasSizeGreaterThan(3);
    }

    @Test
    void aCommonKeyThatNoDeliveryUsesSaysNothingOfThem() {
        Map<String, String> ownKeys = Map.of("auth-keys.add", "own", "auth-keys.update", "own", "auth-keys.get", "own");
        try (PullReplica refused = answering(new Unauthorized("Invalid Auth Key"), ownKeys);
                PullReplica taken = answering(new Done(1), ownKeys)) {
            refused.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            refused.loop().look();
            taken.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            taken.loop().look();

            assertThat(count("kapture_pull where state = 'FAILED'")).isEqualTo(1);
            assertThat(count("kapture_pull where state = 'DONE'")).isEqualTo(1);
            assertThat(holds.told()).isEmpty();
        }
    }

    @Test
    void aKeyThatOnlySomeDeliveriesUseSaysNothingOfThem() {
        try (PullReplica replica = answering(new Unauthorized("Invalid Auth Key"), Map.of("auth-keys.update", "own"))) {
            replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            replica.loop().look();
            assertThat(holds.told()).isEmpty();
        }
    }

    @Test
    void theDeliveriesKeyWrittenOutForThePullIsTheDeliveriesKey() {
        try (PullReplica replica = answering(new Unauthorized("Invalid Auth Key"), Map.of("auth-keys.pull", "key"))) {
            replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            replica.loop().look();
            assertThat(holds.told()).containsExactly("refused: Invalid Auth Key");
        }
    }

    @Test
    void aRefusedCommonKeyHoldsTheDestination() {
        try (PullReplica replica = answering(new Unauthorized("Invalid Auth Key"), Map.of())) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            replica.loop().look();

            assertThat(report(replica, id)).returns(PullReport.State.FAILED, PullReport::state);
            assertThat(holds.told()).containsExactly("refused: Invalid Auth Key");
        }
    }

    @Test
    void aKeyOfThePullsOwnSaysNothingOfTheDeliveries() {
        Map<String, String> ownKey = Map.of("auth-keys.pull", "own");
        try (PullReplica refused = answering(new Unauthorized("Invalid Auth Key"), ownKey);
                PullReplica taken = answering(new Done(1), ownKey)) {
            refused.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            refused.loop().look();
            holds.stand(Standing.HELD);
            taken.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            taken.loop().look();

            assertThat(count("kapture_pull where state = 'FAILED'")).isEqualTo(1);
            assertThat(count("kapture_pull where state = 'DONE'")).isEqualTo(1);
            assertThat(holds.told()).isEmpty();
        }
    }

    @Test
    void aHeldDestinationIsPulledOnlyOnRequestAndThatReleasesIt() {
        holds.stand(Standing.HELD);
        try (PullReplica replica = answering(new Done(1), Map.of("pull.every", "1h"))) {
            assertThat(replica.loop().look()).isFalse();
            assertThat(count("kapture_pull")).isZero();

            replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            assertThat(replica.loop().look()).isTrue();
            assertThat(holds.told()).containsOnly("taken");

            assertThat(replica.loop().look()).as("the schedule goes on").isTrue();
        }
    }

    @Test
    void aPausedDestinationIsNotPulledAtAll() {
        holds.stand(Standing.PAUSED);
        try (PullReplica replica = answering(new Done(1), Map.of("pull.every", "1h"))) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            assertThat(replica.loop().look()).isFalse();

            holds.stand(Standing.RUNNING);
            assertThat(replica.loop().look()).isTrue();
            assertThat(report(replica, id).state()).isEqualTo(PullReport.State.DONE);
        }
    }

    @Test
    void aPauseInTheMiddleOfAPullKeepsTheWindowsThatWereDone() {
        Map<String, String> ownKey = Map.of("auth-keys.pull", "own"); // so that an answer does not end the pause
        try (PullReplica replica = new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    asked.add(window);
                    holds.stand(Standing.PAUSED);
                    return new Done(0);
                }),
                holds,
                ownKey)) {
            UUID id = replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            replica.loop().look();
            assertThat(asked).hasSize(1);

            holds.stand(Standing.RUNNING);
            replica.loop().look();

            assertThat(asked).hasSize(2).doesNotHaveDuplicates();
            assertThat(report(replica, id).state()).isEqualTo(PullReport.State.RUNNING);
        }
    }

    @Test
    void endedPullsAreDroppedWhenTheirTimeIsOver() {
        try (PullReplica replica = answering(new Done(1), Map.of())) {
            replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            replica.loop().look();
            replica.pulls().request(PullReplica.NAME, FROM, TO, "ops");
            jdbc.sql("update kapture_pull set started_at = started_at - interval '366 days'")
                    .update();

            assertThat(replica.pulls().drop(Duration.ofDays(365), 1000)).isEqualTo(1);

            assertThat(count("kapture_pull where state = 'RUNNING'")).isEqualTo(1);
        }
    }

    /** Each window tells of that many customers, or of its share of them. */
    private PullReplica replica(int customers, Map<String, String> settings) {
        return new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    asked.add(window);
                    if (settings.isEmpty()) {
                        each.accept(customer(asked.size(), null));
                        return new Done(1);
                    }
                    LongStream.rangeClosed(1, customers).forEach(i -> each.accept(customer(i, null)));
                    return new Done(customers);
                }),
                holds,
                settings);
    }

    private PullReplica answering(PullAnswer answer, Map<String, String> settings) {
        return new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    each.accept(customer(1, null));
                    return answer;
                }),
                holds,
                settings);
    }

    private static Thread lookUntilTenAreDone(PullReplica replica) {
        return Thread.ofPlatform().start(() -> {
            JdbcClient own = database.jdbc();
            while (own.sql("select count(*) from kapture_pull where state = 'DONE'")
                            .query(Integer.class)
                            .single()
                    < 10) {
                replica.loop().look();
            }
        });
    }

    private static PullAnswer interrupted() {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("never");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // as a socket does
            return new Failed("closed");
        }
    }

    private static void awaitDeafly(CountDownLatch latch) {
        boolean over = false;
        while (!over) {
            try {
                latch.await();
                over = true;
            } catch (InterruptedException e) {
                // That is what it does not hear.
            }
        }
    }

    private static Process process(Duration lease) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PullProcess.class.getName(),
                        database.url(),
                        database.username(),
                        database.password(),
                        lease.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static PullReport report(PullReplica replica, UUID id) {
        return replica.pulls().report(PullReplica.NAME, id).orElseThrow();
    }

    /** When a pull of the schedule that was done then ended its time. */
    private static Instant scheduledAndDone(String ago) {
        return jdbc.sql("""
                        insert into kapture_pull (destination, slot, from_at, to_at, state, started_at, finished_at)
                        select 'kapture', 1, at - interval '1 day', at, 'DONE', at, at
                        from (select clock_timestamp() - :ago::interval as at) as past
                        returning to_at
                        """)
                .param("ago", ago)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static Instant newest(String column) {
        return jdbc.sql("select " + column + " from kapture_pull order by started_at desc limit 1")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static List<String> loggedWhile(Class<?> by, Runnable act) {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(by);
        logged.start();
        logger.addAppender(logged);
        try {
            act.run();
        } finally {
            logger.detachAppender(logged);
        }
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static int count(String what) {
        return jdbc.sql("select count(*) from " + what).query(Integer.class).single();
    }
}
