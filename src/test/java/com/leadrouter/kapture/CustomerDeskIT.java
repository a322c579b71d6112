package com.leadrouter.kapture;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.delivery.Holds;
import com.leadrouter.kapture.CustomerPage.Entry;
import com.leadrouter.kapture.CustomerPage.MatchedBy;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.KaptureCustomer;
import com.leadrouter.standin.StandIns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pulls, customers and looks, as operators ask for them, over real HTTP and the real database. */
class CustomerDeskIT {

    private static final DestinationName KAPTURE = new DestinationName("kapture");

    private static Database database;
    private static StandIns standIns;
    private static JdbcClient jdbc;
    private static Replica replica;
    private static CustomerDesk desk;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        standIns = StandIns.start();
        replica = Replica.start(database, standIns, arguments());
        desk = replica.bean(CustomerDesk.class);
        jdbc = database.jdbc();
    }

    private static String[] arguments() {
        return new String[] {
            "--lead-router.routes[0].name=all",
            "--lead-router.routes[0].to[0]=kapture",
            "--lead-router.destinations.kapture.delivery.retry.initial=50ms",
            "--lead-router.sources.demo.duplicate-window=0",
            "--logging.level.com.leadrouter=warn"
        };
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @BeforeEach
    void empty() {
        standIns.kapture().reset();
        database.execute("truncate lead, delivery, delivery_call, intake_key, intake_fingerprint, kapture_customer, "
                + "kapture_pull, destination_state");
        eventually(() -> assertThat(standing()).isEqualTo(Holds.Standing.RUNNING));
    }

    @Test
    void aPullTellsOfCustomersAndTheLeadsThatTheyMatch() {
        String delivered = deliver(1);
        standIns.kapture().plant("Nobody of ours", "9999999999", "stranger@example.com");

        PullReport pull = pulled();

        assertThat(pull.state()).isEqualTo(PullReport.State.DONE);
        assertThat(pull.customers()).isEqualTo(2);
        assertThat(pull.added()).isEqualTo(1); // the other one was known from its delivery
        Entry ours = desk.customers(KAPTURE, "ada1@example.com", null, 10)
                .customers()
                .getFirst();
        assertThat(ours.name()).isEqualTo("Ada Lovelace");
        assertThat(ours.leads()).singleElement().satisfies(match -> {
            assertThat(match.leadId()).hasToString(delivered);
            assertThat(match.matchedBy()).isEqualTo(MatchedBy.CUSTOMER_ID);
        });
        Entry stranger =
                desk.customers(KAPTURE, "9999999999", null, 10).customers().getFirst();
        assertThat(stranger.name()).isNull();
        assertThat(stranger.phone()).isNull();
        assertThat(stranger.email()).isNull();
        assertThat(stranger.leads()).isEmpty();
        assertThat(desk.customers(KAPTURE, null, null, 10).customers()).hasSize(2);
        assertThat(standIns.kapture().contractViolations()).isEmpty();
    }

    @Test
    void whoIsKnownFromAPullAloneIsUpdatedAtOnce() {
        KaptureCustomer customer = standIns.kapture().plant("Ada L.", "9000000001", "ada1@example.com");
        pulled();

        deliver(1);

        assertThat(standIns.kapture().requests("add")).isZero();
        assertThat(standIns.kapture().requests("get")).isZero();
        assertThat(standIns.kapture().requests("update")).isEqualTo(1);
        assertThat(standIns.kapture().customer(customer.id()).orElseThrow().name())
                .isEqualTo("Ada Lovelace");
        assertThat(standIns.kapture().customers()).hasSize(1);
    }

    @Test
    void aRefusedPullHoldsTheDestinationAndOneThatIsTakenReleasesIt() {
        standIns.kapture().faults().always(Fault.example("kapture-401.json").on("pull"));

        assertThat(pulled().state()).isEqualTo(PullReport.State.FAILED);
        assertThat(standing()).isEqualTo(Holds.Standing.HELD);
        assertThat(jdbc.sql("select held from destination_state where destination = 'kapture'")
                        .query(Boolean.class)
                        .single())
                .isTrue();

        standIns.kapture().faults().clear();
        assertThat(pulled().state()).isEqualTo(PullReport.State.DONE);
        assertThat(standing()).isEqualTo(Holds.Standing.RUNNING);
        deliver(1);
    }

    @Test
    void aLookNotesThatACustomerIsThereOrGone() {
        deliver(1);
        long id = standIns.kapture().customers().getFirst().id();

        assertThat(desk.look(KAPTURE, id)).isInstanceOfSatisfying(CustomerLook.There.class, there -> {
            assertThat(there.name()).isEqualTo("Ada Lovelace");
            assertThat(there.phone()).isEqualTo("+919000000001");
        });
        assertThat(row(id).get("confirmed_at")).isNotNull();

        standIns.kapture().forget(id);
        assertThat(desk.look(KAPTURE, id)).isEqualTo(new CustomerLook.Gone());
        assertThat(row(id).get("gone_at")).isNotNull();
        assertThat(desk.look(KAPTURE, 4711)).isEqualTo(new CustomerLook.Gone());
        assertThat(row(4711).get("gone_at")).isNotNull();
    }

    @Test
    void whoIsGoneIsAddedAgain() {
        deliver(1);
        long id = standIns.kapture().customers().getFirst().id();
        standIns.kapture().forget(id);
        desk.look(KAPTURE, id);

        deliver(1);

        assertThat(standIns.kapture().requests("update")).isZero();
        assertThat(standIns.kapture().requests("add")).isEqualTo(2);
    }

    @Test
    void aLookThatIsNotAnsweredNotesNothing() {
        deliver(1);
        long id = standIns.kapture().customers().getFirst().id();
        standIns.kapture().faults().next(1, Fault.status(500).on("get"));

        assertThat(desk.look(KAPTURE, id)).isInstanceOf(CustomerLook.Unanswered.class);

        assertThat(row(id)).containsEntry("confirmed_at", null).containsEntry("gone_at", null);
    }

    @Test
    void datesThatCanBeNoneStopNeitherPullsNorLooks() {
        String none = "\"generationDate\":\"Jan 1, 0001 12:00:00 AM\"";
        String calendar = "\"lastModificationTime\":{\"year\":1,\"month\":0,\"dayOfMonth\":1}";
        String far = "\"lastModificationTime\":{\"year\":300000,\"month\":0,\"dayOfMonth\":1}";
        standIns.kapture()
                .faults()
                .next(
                        1,
                        answer("{\"message\":[{\"id\":7,%s},{\"id\":8,%s},{\"id\":9,%s}],\"status\":\"success\"}"
                                        .formatted(none, calendar, far))
                                .on("pull"));

        assertThat(pulled()).returns(PullReport.State.DONE, PullReport::state).returns(3, PullReport::customers);

        for (String date : List.of(none, calendar, far)) {
            standIns.kapture()
                    .faults()
                    .next(
                            1,
                            answer("{\"Customer Details\":{\"id\":7,%s},\"status\":\"success\"}".formatted(date))
                                    .on("get"));
            assertThat(desk.look(KAPTURE, 7)).isInstanceOfSatisfying(CustomerLook.There.class, there -> {
                assertThat(there.createdAt()).isNull();
                assertThat(there.modifiedAt()).isNull();
            });
        }
    }

    @Test
    void whatALookFoundIsToldThoughItCannotBeNoted() {
        KaptureCustomer customer = standIns.kapture().plant("Ada L.", "9000000001", "ada1@example.com");
        database.execute("alter table kapture_customer add constraint too_many check (customer_id <> " + customer.id()
                + ") not valid");
        try {
            assertThat(desk.look(KAPTURE, customer.id())).isInstanceOf(CustomerLook.There.class);
        } finally {
            database.execute("alter table kapture_customer drop constraint too_many");
        }
    }

    @Test
    void otherWordsInPlaceOfACustomerDoNotMakeItGone() {
        deliver(1);
        long id = standIns.kapture().customers().getFirst().id();
        standIns.kapture()
                .faults()
                .next(
                        1,
                        answer("{\"Customer Details\":\"Please try later.\",\"status\":\"failed\"}")
                                .on("get"));

        assertThat(desk.look(KAPTURE, id)).isInstanceOf(CustomerLook.Unanswered.class);

        assertThat(row(id)).containsEntry("gone_at", null);
    }

    @Test
    void aDestinationWithoutCustomersIsRefused() {
        assertThat(desk.destinations()).containsExactly(KAPTURE);
        assertThatThrownBy(() -> desk.customers(new DestinationName("cap"), null, null, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReplicaThatStopsWhileKaptureSaysNothingGivesThePullBack() {
        Database another = TestDatabases.create();
        standIns.kapture().faults().next(1, Fault.hang().on("pull"));
        Replica stopping = Replica.start(another, standIns, arguments());
        CustomerDesk itsDesk = stopping.bean(CustomerDesk.class);
        UUID id = itsDesk.requestPull(KAPTURE, Instant.now().minusSeconds(60), Instant.now(), "ops");
        eventually(() -> assertThat(standIns.kapture().requests("pull")).isEqualTo(1));
        long begun = System.nanoTime();

        stopping.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        Map<String, Object> pull = another.jdbc()
                .sql("select * from kapture_pull where id = :id and leased_until <= clock_timestamp()")
                .param("id", id)
                .query()
                .singleRow();
        assertThat(pull).containsEntry("state", "RUNNING").containsEntry("leased", false);
    }

    @Test
    void theScheduleOfTwoReplicasPullsOnceAnHour() {
        String[] hourly = {
            "--lead-router.destinations.kapture.pull.every=1h",
            "--lead-router.destinations.kapture.pull.lookback=1h",
            "--lead-router.destinations.kapture.pull.date-form=date-time",
            "--logging.level.com.leadrouter=warn"
        };
        IntStream.range(0, 3)
                .forEach(i -> standIns.kapture().plant("A" + i, "900000000" + i, "a" + i + "@example.com"));
        try (Replica one = Replica.start(database, standIns, hourly);
                Replica two = Replica.start(database, standIns, hourly)) {
            eventually(() -> assertThat(jdbc.sql("select count(*) from kapture_pull where state = 'DONE'")
                            .query(Integer.class)
                            .single())
                    .isPositive());
            String both = Api.management(one, "/actuator/prometheus").body()
                    + Api.management(two, "/actuator/prometheus").body();
            assertThat(both)
                    .contains("leadrouter_pulls_total{destination=\"kapture\",result=\"failed\"} 0.0")
                    .contains("leadrouter_pulls_total{destination=\"kapture\",result=\"done\"}");
        }
        assertThat(jdbc.sql("select distinct customers from kapture_pull where attempt = 1")
                        .query(Integer.class)
                        .list())
                .containsExactly(3);
        assertThat(jdbc.sql("select sum(windows_done) from kapture_pull")
                        .query(Integer.class)
                        .single())
                .isEqualTo(standIns.kapture().requests("pull"));
    }

    private static Fault answer(String body) {
        return Fault.answer(200, body, "application/json");
    }

    private static PullReport pulled() {
        UUID id = desk.requestPull(
                KAPTURE, Instant.now().minusSeconds(3600), Instant.now().plusSeconds(1), "ops");
        eventually(
                () -> assertThat(desk.pull(KAPTURE, id).orElseThrow().state()).isNotEqualTo(PullReport.State.RUNNING));
        return desk.pull(KAPTURE, id).orElseThrow();
    }

    private static String deliver(int person) {
        String lead = Api.accepted(replica, Api.aLead(person));
        eventually(() -> assertThat(
                        Api.delivery(replica, lead, "kapture").path("status").asText())
                .isEqualTo("DELIVERED"));
        return lead;
    }

    private static Holds.Standing standing() {
        return replica.bean(Holds.class).of(KAPTURE);
    }

    private static Map<String, Object> row(long id) {
        return jdbc.sql("select * from kapture_customer where customer_id = :id")
                .param("id", id)
                .query()
                .singleRow();
    }
}
