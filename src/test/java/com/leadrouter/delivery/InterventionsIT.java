package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Intervention.Done;
import com.leadrouter.delivery.Intervention.NoSuch;
import com.leadrouter.delivery.Intervention.NotPossible;
import com.leadrouter.delivery.Intervention.Refused;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadFixture;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do to deliveries, against the real database, with the engine's own statements beside it. */
class InterventionsIT {

    private static final DestinationName X = TestEngine.X;
    private static final DestinationName Y = new DestinationName("y");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static HikariDataSource pool;
    private static JdbcClient jdbc;
    private static StoredFixture stored;
    private static LambdaCourier courier;
    private static Ledger ledger;
    private static Settlements settlements;
    private static Interventions interventions;
    private static Resending resending;
    private static TransactionTemplate transactions;

    @BeforeAll
    static void connect() {
        Database database = TestDatabases.create().migrated();
        pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        jdbc = JdbcClient.create(pool);
        stored = new StoredFixture(jdbc);
        courier = new LambdaCourier(true, (delivery, log) -> new CallOutcome.Accepted(null));
        Map<String, LambdaCourier> couriers = Map.of("x", courier, "y", courier);
        ledger = new Ledger(pool, jdbc, new EngineSettings(LEASE, false));
        settlements = new Settlements(pool, jdbc, new ObjectMapper());
        interventions = TestEngine.interventions(jdbc, couriers);
        resending = ResendingFixture.on(jdbc, TestEngine.destinations(jdbc, couriers));
        transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate lead, delivery, delivery_call, person_in_flight, destination_state")
                .update();
        courier.refuses(lead -> List.of());
    }

    // What each state allows, as the fine print has it.
    @ParameterizedTest
    @CsvSource({
        "DUE,       retry,  DONE,         PENDING",
        "WAITING,   retry,  CHANGED,      PENDING",
        "DOUBTED,   retry,  CHANGED,      PENDING",
        "STALE,     retry,  CHANGED,      PENDING",
        "ON_ITS_WAY,retry,  DONE,         PENDING",
        "LATE,      retry,  NOT_POSSIBLE, PENDING",
        "CORRECTED, retry,  NOT_POSSIBLE, PENDING",
        "FORCED,    retry,  NOT_POSSIBLE, PENDING",
        "FORCED,    force,  DONE,         PENDING",
        "ON_ITS_WAY,force,  NOT_POSSIBLE, PENDING",
        "LEFT_ALONE,retry,  CHANGED,      PENDING",
        "HELD,      retry,  CHANGED,      PENDING",
        "REJECTED,  retry,  CHANGED,      PENDING",
        "DEAD,      retry,  CHANGED,      PENDING",
        "CANCELLED, retry,  CHANGED,      PENDING",
        "DELIVERED, retry,  NOT_POSSIBLE, DELIVERED",
        "DELIVERED, force,  CHANGED,      PENDING",
        "REJECTED,  force,  CHANGED,      PENDING",
        "DUE,       cancel, CHANGED,      CANCELLED",
        "WAITING,   cancel, CHANGED,      CANCELLED",
        "ON_ITS_WAY,cancel, CHANGED,      PENDING",
        "LEFT_ALONE,cancel, CHANGED,      CANCELLED",
        "HELD,      cancel, CHANGED,      CANCELLED",
        "REJECTED,  cancel, NOT_POSSIBLE, REJECTED",
        "DEAD,      cancel, NOT_POSSIBLE, DEAD",
        "CANCELLED, cancel, DONE,         CANCELLED",
        "DELIVERED, cancel, NOT_POSSIBLE, DELIVERED",
    })
    void eachStateAllowsWhatItAllows(String state, String action, String answer, String becomes) {
        LeadId lead = inState(state);

        Intervention result = act(lead, action);

        assertThat(result).isInstanceOf(answer.equals("NOT_POSSIBLE") ? NotPossible.class : Done.class);
        if (result instanceof Done(boolean changed)) {
            assertThat(changed).isEqualTo(answer.equals("CHANGED"));
            assertThat(act(lead, action)).as("again").isEqualTo(new Done(false));
        }
        assertThat(stored.status(lead)).isEqualTo(becomes);
    }

    private Intervention act(LeadId lead, String action) {
        return transactions.execute(transaction -> switch (action) {
            case "retry" -> interventions.retry(lead, X, false);
            case "force" -> interventions.retry(lead, X, true);
            case "cancel" -> interventions.cancel(lead, X);
            default -> throw new IllegalArgumentException(action);
        });
    }

    private LeadId inState(String state) {
        LeadId lead = stored.store();
        switch (state) {
            case "DUE" -> {}
            case "WAITING" -> set(lead, "due_at = clock_timestamp() + interval '1 hour', failures = 7");
            case "DOUBTED" -> set(lead, "faults = 4");
            case "STALE" -> set(lead, "age_from = clock_timestamp() - interval '71 hours'");
            case "ON_ITS_WAY" -> claim();
            case "LATE" -> {
                set(lead, "age_from = clock_timestamp() - interval '71 hours'");
                claim();
            }
            case "FORCED" -> {
                set(lead, "forced = true");
                claim();
            }
            case "CORRECTED" -> {
                claim();
                interventions.corrected(lead, LeadFixture.aLead().build());
            }
            case "LEFT_ALONE" -> {
                claim();
                leasesRunOut();
            }
            case "HELD" ->
                set(lead, "status = 'HELD', hold_reason = 'why', due_at = null, uncertain = true, faults = 5");
            default ->
                set(lead, "status = '" + state + "', due_at = null, settled_at = clock_timestamp(), failures = 9");
        }
        return lead;
    }

    private static void set(LeadId lead, String what) {
        jdbc.sql("update delivery set " + what + " where lead_id = ?")
                .param(lead.value())
                .update();
    }

    private static Claimed claim() {
        return ledger.claim(
                        new Destination(X, "lambda", TestCouriers.accepting(true), TestCouriers.SETTINGS),
                        1,
                        Turn.OLDEST_FIRST,
                        false,
                        List.of())
                .getFirst();
    }

    private static void leasesRunOut() {
        jdbc.sql("update delivery set leased_until = clock_timestamp() - interval '1 s',"
                        + " due_at = clock_timestamp() - interval '1 s' where leased_until is not null")
                .update();
        jdbc.sql("update person_in_flight set leased_until = clock_timestamp() - interval '1 s'")
                .update();
    }

    private static Settlements.Recorded settle(Claimed claimed, NextStep step) {
        return settlements
                .record(new Settlement(claimed, step, null, false, null, List.of(), List.of()))
                .orElseThrow();
    }

    @Test
    void aRetryBeginsAnewAndStaysUncertain() {
        LeadId lead = inState("HELD");
        set(lead, "age_from = clock_timestamp() - interval '80 hours', forced = true");

        assertThat(act(lead, "retry")).isEqualTo(new Done(true));

        Claimed claimed = claim();
        assertThat(claimed.uncertain()).isTrue();
        assertThat(claimed.forced()).isFalse();
        assertThat(claimed.failures()).isZero();
        assertThat(claimed.faults()).isZero();
        assertThat(claimed.age()).isLessThan(Duration.ofMinutes(1));
    }

    /** Refused, cancelled, given up: by hand it is not sent a third time without force, nor in bulk. */
    @Test
    void whatWasDeliveredStaysDeliveredHoweverOftenItIsSentAgain() {
        for (NextStep step : List.of(
                new NextStep.Settled(DeliveryStatus.REJECTED),
                new NextStep.Settled(DeliveryStatus.DEAD),
                new NextStep.Again(Duration.ofHours(1)),
                new NextStep.Held("why"))) {
            LeadId lead = inState("DELIVERED");
            Object deliveredAt = stored.row(lead).get("settled_at");
            assertThat(act(lead, "force")).isEqualTo(new Done(true));

            settle(claim(), step);
            assertThat(act(lead, "retry")).as(step.toString()).isInstanceOf(NotPossible.class);
            assertThat(resending
                            .retry(
                                    List.of(new Resending.Found(
                                            lead, X, DeliveryStatus.valueOf(String.valueOf(stored.status(lead))), 1)),
                                    Duration.ZERO)
                            .sent())
                    .isZero();
            assertThat(act(lead, "cancel")).isInstanceOf(Done.class);

            assertThat(stored.row(lead)).containsEntry("status", "DELIVERED").containsEntry("settled_at", deliveredAt);
        }
    }

    @Test
    void whatIsDeliveredOnceMoreIsDeliveredThen() {
        LeadId lead = inState("DELIVERED");
        set(lead, "settled_at = clock_timestamp() - interval '1 day'");
        act(lead, "force");

        settle(claim(), new NextStep.Settled(DeliveryStatus.DELIVERED));

        assertThat(stored.count("status = 'DELIVERED' and delivered_at is null"
                        + " and settled_at > clock_timestamp() - interval '1 minute'"))
                .isEqualTo(1);
        assertThat(act(lead, "cancel")).isInstanceOf(NotPossible.class);
        assertThat(act(lead, "force")).as("a second click").isEqualTo(new Done(false));
        set(lead, "age_from = clock_timestamp() - interval '2 minutes'");
        assertThat(act(lead, "force")).isEqualTo(new Done(true));
    }

    @Test
    void whoWaitedForADeadWorkersDeliveryIsForgottenWithIt() {
        for (String action : List.of("retry", "cancel")) {
            LeadId lead = stored.store("tel:+1", "mailto:ada@example.com");
            claim();
            leasesRunOut();

            act(lead, action);

            assertThat(jdbc.sql("select count(*) from person_in_flight")
                            .query(Integer.class)
                            .single())
                    .isZero();
            empty();
        }
    }

    @Test
    void whoeverClaimsItAfterACorrectionHasTheCorrectedOne() {
        LeadId lead = stored.store();
        jdbc.sql("update lead set document = ?::jsonb where id = ?")
                .params(
                        StoredFixture.json(
                                LeadFixture.aLead().withFirstName("Grace").build()),
                        lead.value())
                .update();
        interventions.corrected(lead, LeadFixture.aLead().withFirstName("Grace").build());
        assertThat(stored.row(lead)).containsEntry("corrected", true);

        assertThat(claim().document()).contains("Grace");
        assertThat(stored.row(lead)).containsEntry("corrected", false);
    }

    @Test
    void whoeverClaimsAnErasedLeadIsTold() {
        LeadId lead = stored.store();
        jdbc.sql("update lead set disposition = 'ERASED' where id = ?")
                .param(lead.value())
                .update();

        assertThat(claim().erased()).isTrue();
    }

    @Test
    void aRetryMakesNothingYoung() {
        LeadId lead = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp() - interval '1 hour', 1)")
                .query(UUID.class)
                .single());
        stored.insert(lead, null, null);
        act(lead, "retry");

        assertThat(new Backlogs(jdbc, new DestinationStates(jdbc))
                        .of(List.of(X))
                        .get(X)
                        .oldestSeconds())
                .isBetween(3_599L, 3_700L);
    }

    @Test
    void forceGoesAlongWithTheDelivery() {
        LeadId lead = inState("REJECTED");
        courier.refuses(refused -> List.of(new Violation("#/campaignId", "unknown-campaign", "no such campaign")));

        assertThat(act(lead, "retry")).isInstanceOf(Refused.class);
        assertThat(stored.status(lead)).isEqualTo("REJECTED");
        assertThat(act(lead, "force")).isEqualTo(new Done(true));

        assertThat(claim().forced()).isTrue();
    }

    @Test
    void whatIsCancelledOnItsWayEndsAsTheDestinationSays() {
        for (NextStep step : List.of(
                new NextStep.Settled(DeliveryStatus.DELIVERED),
                new NextStep.Settled(DeliveryStatus.REJECTED),
                new NextStep.Settled(DeliveryStatus.DEAD),
                new NextStep.Again(Duration.ofHours(1)),
                new NextStep.Held("why"),
                new NextStep.GivenBack())) {
            LeadId lead = stored.store();
            Claimed claimed = claim();
            act(lead, "cancel");

            Settlements.Recorded recorded = settle(claimed, step);

            boolean arrived = step.equals(new NextStep.Settled(DeliveryStatus.DELIVERED));
            assertThat(recorded.ours()).isTrue();
            assertThat(recorded.cancelled()).isEqualTo(!arrived);
            assertThat(stored.status(lead)).as(step.toString()).isEqualTo(arrived ? "DELIVERED" : "CANCELLED");
            assertThat(stored.row(lead)).containsEntry("to_cancel", false).containsEntry("due_at", null);
        }
    }

    @Test
    void aRetryTakesTheCancellingBack() {
        LeadId lead = stored.store();
        Claimed claimed = claim();
        act(lead, "cancel");

        assertThat(act(lead, "retry")).isEqualTo(new Done(true));

        settle(claimed, new NextStep.Again(Duration.ofHours(1)));
        assertThat(stored.status(lead)).isEqualTo("PENDING");
    }

    @Test
    void whoseLeaseHasRunOutCannotUndoACancelling() {
        LeadId lead = stored.store();
        Claimed lost = claim();
        leasesRunOut();
        act(lead, "cancel");
        act(lead, "retry");

        assertThat(settle(lost, new NextStep.Settled(DeliveryStatus.REJECTED)).ours())
                .isFalse();
        assertThat(stored.status(lead)).isEqualTo("PENDING");
        assertThat(claim().uncertain()).isTrue();
    }

    @Test
    void aLeadIsSentWhereItDidNotGo() {
        // Who is younger than 15 seconds is not counted.
        LeadId lead = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp() - interval '1 hour', 1)")
                .query(UUID.class)
                .single());
        stored.insert(lead, null, null);
        jdbc.sql("update lead set disposition = 'UNROUTED', destinations = '{}'")
                .update();
        jdbc.sql("delete from delivery").update();

        assertThat(act(lead, "retry")).isEqualTo(new Done(true));
        assertThat(act(lead, "retry")).isEqualTo(new Done(false));

        assertThat(stored.row(lead))
                .containsEntry("phone_key", "tel:+447700900123")
                .containsEntry("email_key", "mailto:ada@example.com");
        assertThat(new Conservation(pool, jdbc, new SimpleMeterRegistry()).countAll())
                .isZero();
    }

    @Test
    void whatIsNotThereIsNotThere() {
        LeadId lead = stored.store();

        assertThat(interventions.retry(stored.newId(), X, false)).isEqualTo(new NoSuch());
        assertThat(interventions.cancel(stored.newId(), X)).isEqualTo(new NoSuch());
        assertThat(interventions.retry(lead, new DestinationName("nobody"), false))
                .isEqualTo(new NoSuch());
        assertThat(interventions.cancel(lead, Y)).isEqualTo(new NoSuch());
        LeadId formerly = stored.storeFor("former");
        assertThat(interventions.retry(formerly, new DestinationName("former"), false))
                .isInstanceOf(NotPossible.class);
    }

    @Test
    void whoIsErasedIsNotSentAgainEvenByForce() {
        LeadId lead = inState("CANCELLED");
        jdbc.sql("update lead set disposition = 'ERASED', document = '{}'").update();

        assertThat(act(lead, "retry")).isInstanceOf(NotPossible.class);
        assertThat(act(lead, "force")).isInstanceOf(NotPossible.class);
        assertThat(resending
                        .retry(List.of(new Resending.Found(lead, X, DeliveryStatus.CANCELLED, 0)), Duration.ZERO)
                        .sent())
                .isZero();
    }

    /** Nor by re-sending in bulk while the erasure is not committed yet. */
    @Test
    void aLeadThatSomebodyElseIsAtIsPassedOver() {
        LeadId lead = inState("REJECTED");
        LeadId other = inState("REJECTED");
        Resending.Found found = new Resending.Found(lead, X, DeliveryStatus.REJECTED, 0);

        transactions.executeWithoutResult(erasing -> {
            jdbc.sql("update lead set disposition = 'ERASED' where id = ?")
                    .param(lead.value())
                    .update();
            Resending.Resent resent = CompletableFuture.supplyAsync(() -> transactions.execute(bulk -> resending.retry(
                            List.of(new Resending.Found(other, X, DeliveryStatus.REJECTED, 0), found), Duration.ZERO)))
                    .join();
            assertThat(resent).isEqualTo(new Resending.Resent(1, List.of(found)));
        });

        assertThat(resending.retry(List.of(found), Duration.ZERO)).isEqualTo(new Resending.Resent(0, List.of()));
        assertThat(stored.status(lead)).isEqualTo("REJECTED");
    }

    @Test
    void ofTwoAtOnceOneChangesIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            LeadId rejected = inState("REJECTED");
            assertThat(atOnce(() -> act(rejected, "retry"), () -> act(rejected, "retry")))
                    .containsExactlyInAnyOrder(new Done(true), new Done(false));

            LeadId elsewhere = stored.store();
            assertThat(atOnce(() -> toY(elsewhere), () -> toY(elsewhere)))
                    .containsExactlyInAnyOrder(new Done(true), new Done(false));
            assertThat(jdbc.sql("select destinations from lead where id = ?")
                            .param(elsewhere.value())
                            .query((row, number) ->
                                    List.of((String[]) row.getArray(1).getArray()))
                            .single())
                    .containsExactly("x", "y");

            LeadId waiting = inState("WAITING");
            assertThat(atOnce(() -> act(waiting, "cancel"), () -> act(waiting, "retry")))
                    .allSatisfy(result -> assertThat(result).isInstanceOf(Done.class));
            assertThat(stored.status(waiting)).isIn("PENDING", "CANCELLED");
        }
    }

    private static Intervention toY(LeadId lead) {
        return transactions.execute(transaction -> interventions.retry(lead, Y, false));
    }

    private static List<Intervention> atOnce(Supplier<Intervention> one, Supplier<Intervention> other)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Intervention>> futures = java.util.stream.Stream.of(one, other)
                    .map(act -> threads.submit(() -> {
                        together.await();
                        return act.get();
                    }))
                    .toList();
            return List.of(futures.getFirst().get(), futures.getLast().get());
        }
    }

    @Test
    void manyAreSentAgainOneAfterTheOtherIfTheyStandAsTheyStood() {
        List<LeadId> leads =
                IntStream.range(0, 5).mapToObj(i -> inState("REJECTED")).toList();
        set(leads.get(1), "status = 'CANCELLED'");
        set(leads.get(2), "attempt = 3");
        courier.refuses(lead -> lead.contact().firstName().equals("Grace")
                ? List.of(new Violation("#/contact/firstName", "no", "no Grace"))
                : List.of());
        jdbc.sql("update lead set document = ?::jsonb where id = ?")
                .params(
                        StoredFixture.json(
                                LeadFixture.aLead().withFirstName("Grace").build()),
                        leads.get(3).value())
                .update();

        int retried = transactions.execute(transaction -> resending
                .retry(
                        leads.stream()
                                .map(lead -> new Resending.Found(lead, X, DeliveryStatus.REJECTED, 0))
                                .toList(),
                        Duration.ofMinutes(1))
                .sent());

        assertThat(retried).isEqualTo(2);
        assertThat(leads.stream().map(stored::status))
                .containsExactly("PENDING", "CANCELLED", "REJECTED", "REJECTED", "PENDING");
        assertThat(stored.count("due_at > clock_timestamp() + interval '50 seconds'"))
                .isEqualTo(1);
    }

    /** Its window was void, for it had been refused: each of them was taken in, and each was refused. */
    @Test
    void ofThoseHandedInAgainAndAgainTheLastIsSent() {
        List<LeadId> leads =
                IntStream.range(0, 4).mapToObj(i -> inState("REJECTED")).toList();
        jdbc.sql("update lead set email = 'ada@example.com', campaign = 'spring'")
                .update();
        jdbc.sql("update lead set campaign = 'autumn' where id = ?")
                .param(leads.get(3).value())
                .update();
        List<Resending.Found> found = leads.stream()
                .map(lead -> new Resending.Found(lead, X, DeliveryStatus.REJECTED, 0))
                .toList();

        assertThat(resending.retry(found, Duration.ZERO)).isEqualTo(new Resending.Resent(2, List.of()));
        assertThat(leads.stream().map(stored::status)).containsExactly("REJECTED", "REJECTED", "PENDING", "PENDING");
        assertThat(act(leads.getFirst(), "retry")).as("a person decides").isEqualTo(new Done(true));

        jdbc.sql("update lead set received_at = received_at - interval '6 minutes' where id = ?")
                .param(leads.get(1).value())
                .update();
        assertThat(resending.retry(found, Duration.ZERO).sent())
                .as("its window was over")
                .isEqualTo(1);
    }

    @Test
    void aCorrectedLeadWaitsAmongThoseOfItsPerson() {
        LeadId lead = stored.store("tel:+1", "mailto:old@example.com");

        interventions.corrected(
                lead, LeadFixture.aLead().withEmail("New@example.com").build());

        assertThat(stored.row(lead))
                .containsEntry("phone_key", "tel:+447700900123")
                .containsEntry("email_key", "mailto:new@example.com");
    }
}
