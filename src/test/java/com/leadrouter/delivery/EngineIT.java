package com.leadrouter.delivery;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.DestinationSettings.Carriage;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine with couriers that do what a test says, on the real database. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EngineIT {

    private static final Accepted ACCEPTED = new Accepted(null);
    private static final Failed FAILED = new Failed(Optional.empty());
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static Database database;
    private static JdbcClient jdbc;
    private static StoredFixture stored;

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

    @Test
    void aCourierThatThrowsStopsNoOtherAndIsHeldAfterFiveFaults(CapturedOutput output) {
        LeadId bad = stored.store();
        List<LeadId> good = IntStream.range(0, 20).mapToObj(i -> stored.store()).toList();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            if (delivery.leadId().equals(bad)) {
                throw new IllegalStateException("no room for Ada Lovelace");
            }
            return ACCEPTED;
        });

        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(stored.status(bad)).isEqualTo("HELD"));
            eventually(() -> assertThat(good)
                    .allSatisfy(lead -> assertThat(stored.status(lead)).isEqualTo("DELIVERED")));
            assertThat(stored.row(bad))
                    .containsEntry("attempt", 5)
                    .containsEntry("faults", 5)
                    .containsEntry("failures", 0)
                    .containsEntry("hold_reason", "failed inside Lead Router 5 times");
            assertThat(engine.counted("leadrouter.internal.failures")).isEqualTo(5);
            assertThat(engine.counted("leadrouter.delivery.attempts")).isZero();
        }
        assertThat(output)
                .contains(bad.toString())
                .contains("IllegalStateException")
                .doesNotContain("Lovelace");
    }

    @Test
    void aCourierThatOverflowsItsStackIsAFaultLikeAnother() {
        LeadId bad = stored.store();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            throw new StackOverflowError();
        });

        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(stored.status(bad)).isEqualTo("HELD"));
            assertThat(engine.counted("leadrouter.internal.failures")).isEqualTo(5);
        }
    }

    @Test
    void aFaultAfterACallLeavesTheCallOnRecordAndTheNextTryUncertain() {
        Queue<Boolean> uncertain = new ConcurrentLinkedQueue<>();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            uncertain.add(delivery.uncertain());
            if (uncertain.size() == 1) {
                log.begin("submit");
                throw new IllegalStateException();
            }
            return ACCEPTED;
        });
        LeadId lead = stored.store();

        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
        }
        assertThat(uncertain).containsExactly(false, true);
        assertThat(jdbc.sql("select outcome from delivery_call")
                        .query(String.class)
                        .list())
                .containsExactly("UNKNOWN");
    }

    @Test
    void aStoredDocumentThatCannotBeReadIsHeldAfterFiveFaults() {
        LeadId bad = stored.storeDocument("{\"source\": 1, \"contact\": []}");
        LeadId good = stored.store();

        try (TestEngine engine = TestEngine.start(database, accepting())) {
            eventually(() -> assertThat(stored.status(bad)).isEqualTo("HELD"));
            eventually(() -> assertThat(stored.status(good)).isEqualTo("DELIVERED"));
            assertThat(stored.row(bad)).containsEntry("attempt", 5);
        }
    }

    @Test
    void aResultThatTheDatabaseRefusesDoesNotStopTheDestination() {
        LeadId bad = stored.store();
        LambdaCourier courier = new LambdaCourier(
                false, (delivery, log) -> delivery.leadId().equals(bad) ? new Accepted("a\u0000b") : ACCEPTED);

        try (TestEngine engine = TestEngine.start(database, courier, Duration.ofSeconds(1), Map.of())) {
            eventually(() ->
                    assertThat(engine.counted("leadrouter.internal.failures")).isPositive());
            LeadId good = stored.store();
            eventually(() -> assertThat(stored.status(good)).isEqualTo("DELIVERED"));
            eventually(() -> assertThat(stored.status(bad)).isEqualTo("HELD"));
            assertThat(stored.row(bad)).containsEntry("faults", 5);
            assertThat(engine.counted("leadrouter.internal.failures")).isEqualTo(5);
        }
    }

    @Test
    void whatWasSentAndNeverAnsweredIsHeldWhereThatIsAskedFor() {
        LeadId lead = stored.store();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> new Unknown("time-out"));

        try (TestEngine engine = TestEngine.start(database, courier, LEASE, Map.of("on-unknown", "hold"))) {
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("HELD"));
            assertThat(stored.row(lead)).containsEntry("attempt", 1).containsEntry("uncertain", true);
            assertThat(engine.counted("leadrouter.internal.failures")).isZero();
        }
    }

    @Test
    void whatItsWorkerDidNotComeBackForIsHeldWhereThatIsAskedForAndFliesOnceItIsLetGo() {
        LeadId lead = stored.store();
        jdbc.sql("update delivery set attempt = 1, tries = 1, leased_until = now() - interval '1 s'")
                .update();
        AtomicInteger tries = new AtomicInteger();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            tries.incrementAndGet();
            return ACCEPTED;
        });

        try (TestEngine engine = TestEngine.start(database, courier, LEASE, Map.of("on-unknown", "hold"))) {
            eventually(() -> assertThat(stored.status(lead)).isNotEqualTo("PENDING"));
            assertThat(stored.row(lead))
                    .containsEntry("status", "HELD")
                    .containsEntry("uncertain", true)
                    .containsEntry("hold_reason", "may have been sent, and its worker did not come back");
            assertThat(tries).hasValue(0);

            jdbc.sql("update delivery set status = 'PENDING', hold_reason = null, due_at = now()")
                    .update();
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
        }
    }

    @Test
    void whatFailedInsideUsAfterACallIsHeldWhereThatIsAskedFor() {
        LeadId lead = stored.store();
        AtomicInteger tries = new AtomicInteger();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException();
            }
            log.begin("submit");
            throw new IllegalStateException();
        });

        try (TestEngine engine = TestEngine.start(database, courier, LEASE, Map.of("on-unknown", "hold"))) {
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("HELD"));
            assertThat(tries).hasValue(2);
            assertThat(stored.row(lead)).containsEntry("uncertain", true).containsEntry("faults", 2);
        }
    }

    @Test
    void whatWasSentAndNeverAnsweredIsTriedAgainAndTheCourierIsTold() {
        Queue<Boolean> uncertain = new ConcurrentLinkedQueue<>();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            uncertain.add(delivery.uncertain());
            return uncertain.size() == 1 ? new Unknown("time-out") : uncertain.size() == 2 ? FAILED : ACCEPTED;
        });
        LeadId lead = stored.store();

        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
        }
        assertThat(uncertain).containsExactly(false, true, true);
    }

    @Test
    void whatFailsUntilMaxAgeIsDeadAndTheLastTryWasNotBeforeIt() {
        LeadId lead = stored.store();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> FAILED);

        try (TestEngine engine = TestEngine.start(
                database, courier, LEASE, Map.of("retry.initial", "150ms", "retry.max-age", "500ms"))) {
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DEAD"));
        }
        assertThat(jdbc.sql("select settled_at - age_from >= interval '499 ms' from delivery")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(stored.row(lead).get("tries")).isIn(3, 4);
    }

    @Test
    void aLostLeaseMeansAnotherTryAndTheLateResultChangesNothing() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            if (tries.incrementAndGet() > 1) {
                log.begin("submit").finish(Outcome.ACCEPTED, 202, "second");
                return ACCEPTED;
            }
            CallLog.OpenCall call = log.begin("submit");
            busy.countDown();
            await(goOn);
            call.finish(Outcome.REJECTED_DATA, 400, "first");
            return new CallOutcome.RejectedData(List.of());
        });
        LeadId lead = stored.store();

        try (TestEngine one = TestEngine.start(database, courier);
                TestEngine two = TestEngine.start(database, courier)) {
            busy.await();
            jdbc.sql("update delivery set leased_until = now() - interval '1 s', due_at = now() - interval '1 s'")
                    .update();
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
            goOn.countDown();
            eventually(() -> assertThat(
                            jdbc.sql("select attempt || ' ' || outcome || ' ' || late from delivery_call order by 1")
                                    .query(String.class)
                                    .list())
                    .containsExactly("1 REJECTED_DATA true", "3 ACCEPTED false"));
            assertThat(stored.row(lead))
                    .containsEntry("status", "DELIVERED")
                    .containsEntry("attempt", 3)
                    .containsEntry("tries", 2)
                    .containsEntry("http_status", 202);
            assertThat(one.counted("leadrouter.internal.failures") + two.counted("leadrouter.internal.failures"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aCourierThatTakesLongerThanTheLeaseKeepsItsDeliveryAndItsPerson() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<LeadId> order = new ConcurrentLinkedQueue<>();
        LambdaCourier courier = new LambdaCourier(true, (delivery, log) -> {
            order.add(delivery.leadId());
            busy.countDown();
            await(goOn);
            return ACCEPTED;
        });
        LeadId first = stored.store("tel:1", "mailto:a");

        try (TestEngine one = TestEngine.start(database, courier, Duration.ofSeconds(1), Map.of());
                TestEngine two = TestEngine.start(database, courier, Duration.ofSeconds(1), Map.of())) {
            busy.await();
            LeadId second = stored.store("tel:1", null);
            eventually(() -> assertThat(
                            jdbc.sql("select clock_timestamp() - min(age_from) > interval '2.5 s'" + " from delivery")
                                    .query(Boolean.class)
                                    .single())
                    .isTrue());
            assertThat(order).containsExactly(first);
            assertThat(jdbc.sql("select bool_and(leased_until > clock_timestamp()) and count(*) = 2"
                                    + " from person_in_flight")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            goOn.countDown();
            eventually(() -> assertThat(stored.count("status = 'DELIVERED'")).isEqualTo(2));
            assertThat(order).containsExactly(first, second);
            assertThat(stored.row(first)).containsEntry("attempt", 1);
            assertThat(one.counted("leadrouter.internal.failures") + two.counted("leadrouter.internal.failures"))
                    .isZero();
        }
        assertThat(jdbc.sql("select count(*) from person_in_flight")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aPersonsLeadsArriveInOrderAlsoWhereTheFirstWaitsForItsRetryAndOthersDoNotWait() {
        LeadId first = stored.store("tel:1", "mailto:a");
        LeadId second = stored.store(null, "mailto:a");
        LeadId other = stored.store("tel:2", null);
        Queue<LeadId> order = new ConcurrentLinkedQueue<>();
        AtomicBoolean otherArrived = new AtomicBoolean();
        LambdaCourier courier = new LambdaCourier(true, (delivery, log) -> {
            order.add(delivery.leadId());
            otherArrived.compareAndSet(false, delivery.leadId().equals(other));
            return delivery.leadId().equals(first) && delivery.attempt() < 3 ? FAILED : ACCEPTED;
        });

        try (TestEngine engine =
                TestEngine.start(database, courier, LEASE, Map.of("retry.initial", "300ms", "concurrency", "2"))) {
            eventually(() -> assertThat(otherArrived).isTrue());
            assertThat(stored.status(first)).isEqualTo("PENDING");
            eventually(() -> assertThat(stored.count("status = 'DELIVERED'")).isEqualTo(3));
        }
        assertThat(order.stream().filter(lead -> !lead.equals(other))).containsExactly(first, first, first, second);
    }

    @Test
    void withoutCapacityNothingIsClaimedAndWhenItIsBackDeliveriesGoOn() {
        LambdaCourier courier = accepting();
        courier.hasCapacity(0);
        LeadId lead = stored.store();
        Map<String, Object> before = stored.row(lead);

        try (TestEngine engine = TestEngine.start(database, courier)) {
            engine.ring();
            eventually(() -> assertThat(
                            jdbc.sql("select clock_timestamp() - min(age_from) > interval '1.2 s' from delivery")
                                    .query(Boolean.class)
                                    .single())
                    .isTrue());
            assertThat(stored.row(lead)).isEqualTo(before);

            courier.hasCapacity(1);
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
        }
    }

    @Test
    void aRefusedKeyHoldsTheDestinationAndOneProbeAnIntervalIsMadeByAllReplicasTogether() {
        for (int i = 0; i < 30; i++) {
            stored.store();
        }
        Queue<Long> probes = new ConcurrentLinkedQueue<>();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            if (held()) {
                probes.add(System.nanoTime());
            }
            log.begin("submit").finish(Outcome.UNAUTHORIZED, 401, null);
            return new Unauthorized("x answered 401");
        });
        Map<String, String> settings = Map.of("probe-interval", "600ms", "concurrency", "4");

        try (TestEngine one = TestEngine.start(database, courier, LEASE, settings);
                TestEngine two = TestEngine.start(database, courier, LEASE, settings)) {
            eventually(() -> assertThat(held()).isTrue());
            eventually(
                    () -> assertThat(stored.count("leased_until is not null")).isZero());
            probes.clear();
            eventually(() -> assertThat(probes).hasSizeGreaterThanOrEqualTo(4));
            List<Long> times = List.copyOf(probes);
            for (int i = 1; i < times.size(); i++) {
                assertThat(Duration.ofNanos(times.get(i) - times.get(i - 1))).isGreaterThan(Duration.ofMillis(450));
            }
            assertThat(stored.count("tries > 0 and leased_until is null")).isZero();
            assertThat(stored.count("status = 'PENDING'")).isEqualTo(30);

            courier.does((delivery, log) -> FAILED);
            eventually(() -> assertThat(held()).isFalse());
            courier.does((delivery, log) -> ACCEPTED);
            eventually(() -> assertThat(stored.count("status = 'DELIVERED'")).isEqualTo(30));
        }
    }

    @Test
    void whatWasRefusedLetsOthersProbeAndIsDueWhenOneOfThemEndsTheHold() {
        for (int i = 0; i < 4; i++) {
            stored.store();
        }
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> new Unauthorized("x answered 401"));
        Map<String, String> settings = Map.of("probe-interval", "60s", "concurrency", "4");

        try (TestEngine one = TestEngine.start(database, courier, LEASE, settings);
                TestEngine two = TestEngine.start(database, courier, LEASE, settings)) {
            eventually(() -> assertThat(held()).isTrue());
            eventually(
                    () -> assertThat(stored.count("leased_until is not null")).isZero());
            LeadId later = stored.store();
            AtomicReference<LeadId> probe = new AtomicReference<>();
            courier.does((delivery, log) -> {
                probe.compareAndSet(null, delivery.leadId());
                return ACCEPTED;
            });
            jdbc.sql("update destination_state set probe_at = now()").update();

            eventually(() -> assertThat(stored.count("status = 'DELIVERED'")).isEqualTo(5));
            assertThat(probe).hasValue(later);
            assertThat(stored.count("tries = 1")).isEqualTo(5);
        }
    }

    @Test
    void whoAloneIsRefusedAgainAndAgainIsHeldItselfAndTheOthersFlow() {
        LeadId bad = stored.store();
        LambdaCourier courier = new LambdaCourier(
                false,
                (delivery, log) -> delivery.leadId().equals(bad) ? new Unauthorized("x answered 403") : ACCEPTED);
        Map<String, String> settings = Map.of("probe-interval", "100ms", "concurrency", "4");

        try (TestEngine one = TestEngine.start(database, courier, LEASE, settings);
                TestEngine two = TestEngine.start(database, courier, LEASE, settings)) {
            eventually(() -> {
                stored.store();
                assertThat(stored.status(bad)).isEqualTo("HELD");
            });
            assertThat(stored.row(bad))
                    .containsEntry("tries", 0)
                    .containsEntry("faults", 5)
                    .containsEntry("hold_reason", "refused again and again while others were not: x answered 403");
            eventually(() -> assertThat(stored.count("status = 'PENDING'")).isZero());
            assertThat(held()).isFalse();
        }
    }

    @Test
    void aHoldSurvivesARestart() {
        LeadId lead = stored.store();
        AtomicInteger tries = new AtomicInteger();
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> {
            tries.incrementAndGet();
            return new Unauthorized("x answered 401");
        });
        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(held()).isTrue());
        }
        int before = tries.get();

        LeadId later = stored.store();
        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(
                            jdbc.sql("select clock_timestamp() - max(age_from) > interval '1.2 s'" + " from delivery")
                                    .query(Boolean.class)
                                    .single())
                    .isTrue());
            assertThat(tries.get()).isEqualTo(before);
            assertThat(stored.row(later)).containsEntry("attempt", 0);
            jdbc.sql("update destination_state set probe_at = now()").update();
            courier.does((delivery, log) -> ACCEPTED);
            eventually(() -> assertThat(stored.status(lead)).isEqualTo("DELIVERED"));
            eventually(() -> assertThat(stored.status(later)).isEqualTo("DELIVERED"));
        }
    }

    @Test
    void whatWaitedForAHoldDoesNotDieOfAge() {
        LeadId lead = stored.store();
        jdbc.sql("update delivery set age_from = now() - interval '100 h'").update();
        jdbc.sql("insert into destination_state (destination, held, held_since, probe_at)"
                        + " values ('x', true, now() - interval '99 h', now())")
                .update();
        AtomicInteger tries = new AtomicInteger();
        LambdaCourier courier =
                new LambdaCourier(false, (delivery, log) -> tries.incrementAndGet() < 3 ? FAILED : ACCEPTED);

        try (TestEngine engine = TestEngine.start(database, courier)) {
            eventually(() -> assertThat(stored.row(lead).get("settled_at")).isNotNull());
        }
        assertThat(stored.status(lead)).isEqualTo("DELIVERED");
    }

    @Test
    void nothingIsClaimedOnceAllHasLanded() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LambdaCourier accepting = accepting();
        Courier slowToSayItsCapacity = new Courier() {
            @Override
            public CallOutcome deliver(Delivery delivery, CallLog log) {
                return accepting.deliver(delivery, log);
            }

            @Override
            public List<com.leadrouter.lead.Violation> preflight(com.leadrouter.lead.Lead lead) {
                return List.of();
            }

            @Override
            public Preview preview(Delivery delivery) {
                throw new UnsupportedOperationException("nobody asks");
            }

            @Override
            public int capacity() {
                looking.countDown();
                await(goOn);
                return 1;
            }
        };
        LeadId lead = stored.store();
        Destination destination = new Destination(TestEngine.X, "test", slowToSayItsCapacity, TestCouriers.SETTINGS);
        DestinationStates states = new DestinationStates(jdbc);
        Worker worker = new Worker(
                destination,
                new Ledger(database.dataSource(), jdbc, new EngineSettings(LEASE, false)),
                new Recorder(
                        destination,
                        new Settlements(database.dataSource(), jdbc, TestEngine.JSON),
                        states,
                        new DeliveryMetrics(
                                new io.micrometer.core.instrument.simple.SimpleMeterRegistry(),
                                java.time.Clock.systemUTC())),
                states,
                claimed -> {
                    throw new IllegalStateException("claimed after the landing");
                });
        Thread loop = Thread.ofPlatform().start(worker);
        looking.await();
        worker.stopClaiming();
        assertThat(worker.awaitLanding(Duration.ofSeconds(5))).isTrue();
        goOn.countDown();
        loop.join();

        assertThat(stored.row(lead)).containsEntry("attempt", 0);
    }

    @Test
    void anErrorEndsNeitherTheLoopNorKeepsItsSlot() throws Exception {
        LeadId lost = stored.store();
        AtomicInteger looks = new AtomicInteger();
        Courier courier = new Courier() {
            @Override
            public CallOutcome deliver(Delivery delivery, CallLog log) {
                return ACCEPTED;
            }

            @Override
            public List<com.leadrouter.lead.Violation> preflight(com.leadrouter.lead.Lead lead) {
                return List.of();
            }

            @Override
            public Preview preview(Delivery delivery) {
                throw new UnsupportedOperationException("nobody asks");
            }

            @Override
            public int capacity() {
                if (looks.incrementAndGet() == 1) {
                    throw new StackOverflowError();
                }
                return 1;
            }
        };
        Carriage oneSlot = new Carriage(
                1,
                TestCouriers.SETTINGS.onUnknown(),
                TestCouriers.SETTINGS.probeInterval(),
                TestCouriers.SETTINGS.retry());
        Destination destination = new Destination(TestEngine.X, "test", courier, oneSlot);
        DestinationStates states = new DestinationStates(jdbc);
        java.time.Clock clock = java.time.Clock.systemUTC();
        Worker worker = new Worker(
                destination,
                new Ledger(database.dataSource(), jdbc, new EngineSettings(LEASE, false)),
                new Recorder(
                        destination,
                        new Settlements(database.dataSource(), jdbc, TestEngine.JSON),
                        states,
                        new DeliveryMetrics(new io.micrometer.core.instrument.simple.SimpleMeterRegistry(), clock)),
                states,
                claimed -> {
                    if (claimed.leadId().equals(lost)) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Flight(
                            claimed,
                            courier,
                            new NextSteps(oneSlot, new java.util.Random(1)),
                            LEASE,
                            TestEngine.JSON,
                            clock);
                });
        Thread loop = Thread.ofPlatform().start(worker);
        try {
            eventually(() -> assertThat(stored.row(lost)).containsEntry("attempt", 1));
            LeadId next = stored.store();
            eventually(() -> assertThat(stored.status(next)).isEqualTo("DELIVERED"));
        } finally {
            worker.stopClaiming();
            loop.join();
        }
        eventually(() -> assertThat(worker.inFlight()).isEmpty());
    }

    private static boolean held() {
        return jdbc.sql("select count(*) from destination_state where held")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private static LambdaCourier accepting() {
        return new LambdaCourier(false, (delivery, log) -> ACCEPTED);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
