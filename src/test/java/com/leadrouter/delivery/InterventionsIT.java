package com.leadrouter.delivery;

import static com.leadrouter.Eventually.eventually;
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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        resending = new Resending(
                jdbc,
                TestEngine.destinations(jdbc, couriers),
                com.leadrouter.lead.LeadChangesFixture.changes(jdbc, TestEngine.JSON));
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
        "ON_ITS_WAY,retry,  DONE,         PENDING",
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
            case "ON_ITS_WAY" -> claim();
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
        assertThat(resending.retry(List.of(new Resending.Found(lead, X, DeliveryStatus.CANCELLED, 0)), Duration.ZERO))
                .isZero();
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

        int retried = transactions.execute(transaction -> resending.retry(
                leads.stream()
                        .map(lead -> new Resending.Found(lead, X, DeliveryStatus.REJECTED, 0))
                        .toList(),
                Duration.ofMinutes(1)));

        assertThat(retried).isEqualTo(2);
        assertThat(leads.stream().map(stored::status))
                .containsExactly("PENDING", "CANCELLED", "REJECTED", "REJECTED", "PENDING");
        assertThat(stored.count("due_at > clock_timestamp() + interval '50 seconds'"))
                .isEqualTo(1);
    }

    @Test
    void whoIsBeingErasedIsWaitedForAndNotSentAgain() throws Exception {
        LeadId lead = inState("REJECTED");
        try (Connection erasing = pool.getConnection();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            erasing.setAutoCommit(false);
            try (Statement statement = erasing.createStatement()) {
                statement.execute("update lead set disposition = 'ERASED'");
            }
            Future<Integer> retried = thread.submit(() -> transactions.execute(transaction ->
                    resending.retry(List.of(new Resending.Found(lead, X, DeliveryStatus.REJECTED, 0)), Duration.ZERO)));
            eventually(() -> assertThat(retried.isDone() || isWaitingForALock()).isTrue());

            erasing.commit();

            assertThat(retried.get()).isZero();
            assertThat(stored.status(lead)).isEqualTo("REJECTED");
        }
    }

    private static boolean isWaitingForALock() {
        return jdbc.sql("select exists (select from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock')")
                .query(Boolean.class)
                .single();
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
