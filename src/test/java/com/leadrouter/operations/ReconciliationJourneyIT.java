package com.leadrouter.operations;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.KaptureCustomer;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From three hundred leads over lost answers and a pull to what Kapture really has, and what has happened to it there. */
class ReconciliationJourneyIT {

    private static final String KAPTURE = "/api/v1/destinations/kapture";
    private static final int LEADS = 300;
    private static final int KNOWN = 60;
    private static final int LOST = 30;

    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica replica;

    @BeforeAll
    static void start() {
        Database database = TestDatabases.create();
        jdbc = database.jdbc();
        standIns = StandIns.start();
        replica = Replica.start(
                database,
                standIns,
                "--lead-router.destinations.kapture.pull.every=0",
                "--lead-router.destinations.kapture.delivery.retry.initial=50ms",
                "--lead-router.routes[0].name=all",
                "--lead-router.routes[0].to=kapture",
                "--logging.level.com.leadrouter=warn");
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @Test
    void whatIsThereIsConfirmedAndExactlyWhatHasChangedComesBack() {
        List<String> leads = deliver();

        assertThat(pull().path("state").asText()).isEqualTo("DONE");
        JsonNode all = reconciled();
        assertThat(all.path("confirmed").asInt()).isEqualTo(LEADS);
        assertThat(all.path("unconfirmed")).isEmpty();
        assertThat(all.path("unexplained")).isEmpty();
        assertThat(all.path("different")).isEmpty();

        // Two are forgotten, of whom one was there before; two are changed; one is invented.
        standIns.kapture().forget(customerOf(leads.get(0)));
        standIns.kapture().forget(customerOf(leads.get(100)));
        standIns.kapture().change(customerOf(leads.get(101)), Map.of("customer_name", "Augusta King"));
        standIns.kapture()
                .change(
                        customerOf(leads.get(102)),
                        Map.of("phone", "9999999999", "contact_person_phone", "9999999999"));
        KaptureCustomer invented = standIns.kapture().plant("Charles Babbage", "9888888888", "charles@example.com");
        pull();
        JsonNode changed = reconciled();

        assertThat(changed.path("confirmed").asInt()).isEqualTo(LEADS - 2);
        assertThat(texts(changed.path("unconfirmed"), "leadId"))
                .containsExactlyInAnyOrder(leads.get(0), leads.get(100));
        assertThat(texts(changed.path("different"), "leadId"))
                .containsExactlyInAnyOrder(leads.get(101), leads.get(102));
        assertThat(changed.path("different").findValues("field"))
                .map(JsonNode::asText)
                .containsExactlyInAnyOrder("name", "phoneNumber");
        assertThat(texts(changed.path("unexplained"), "customerId")).containsExactly(Long.toString(invented.id()));

        assertTheInventedOneIsAnIdAlone(invented);
        assertEachLeadCanBeHeldAgainstWhatIsThereNow(leads);
        assertBothPullsAreOnRecord();
        assertThat(standIns.kapture().contractViolations()).isEmpty();
    }

    /** Some persons exist already, some of them for long: no pull by creation tells of those. */
    private static List<String> deliver() {
        for (int person = 0; person < KNOWN; person++) {
            String phone = Long.toString(9_000_000_000L + person);
            String email = "ada" + person + "@example.com";
            if (person % 3 == 0) {
                standIns.kapture().plant("Somebody", phone, email, Instant.now().minus(40, ChronoUnit.DAYS));
            } else {
                standIns.kapture().plant("Somebody", phone, email);
            }
        }
        standIns.kapture().faults().next(LOST, Fault.storeThenReset().on("add"));
        List<String> leads = new ArrayList<>();
        for (int person = 0; person < LEADS; person++) {
            leads.add(Api.accepted(replica, Api.aLead(person)));
        }
        within(
                Duration.ofSeconds(60),
                () -> assertThat(jdbc.sql("select count(*) from delivery where status = 'DELIVERED'")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(LEADS));
        assertThat(standIns.kapture().customers()).hasSize(LEADS);
        return leads;
    }

    /** Asked for by an operator, and ended. */
    private static JsonNode pull() {
        HttpResponse<String> begun =
                Desk.operator(replica).post(KAPTURE + "/customers/pull", "{ \"reason\": \"to see what is there\" }");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String path = begun.headers().firstValue("Location").orElseThrow();
        assertThat(path).endsWith("/pulls/" + Api.json(begun).path("pullId").asText());
        eventually(
                () -> assertThat(Desk.viewer(replica).read(path).path("state").asText())
                        .isNotEqualTo("RUNNING"));
        replica.bean(Asker.class).ask(new DestinationName("kapture"));
        return Desk.viewer(replica).read(path);
    }

    private static JsonNode reconciled() {
        return Desk.viewer(replica).read(KAPTURE + "/reconciliation");
    }

    private static void assertTheInventedOneIsAnIdAlone(KaptureCustomer invented) {
        JsonNode found = Desk.viewer(replica).read(KAPTURE + "/customers?q=Charles%40example.com");

        assertThat(texts(found.path("customers"), "customerId")).containsExactly(Long.toString(invented.id()));
        JsonNode customer = found.path("customers").get(0);
        assertThat(customer.path("name").isNull()).isTrue();
        assertThat(customer.path("phoneNumber").isNull()).isTrue();
        assertThat(customer.path("emailAddress").isNull()).isTrue();
        assertThat(customer.path("leads")).isEmpty();
        assertThat(Desk.viewer(replica).read(KAPTURE + "/customers?q=charles").path("customers"))
                .isEmpty();
    }

    private static void assertEachLeadCanBeHeldAgainstWhatIsThereNow(List<String> leads) {
        JsonNode renamed = remote(leads.get(101));
        assertThat(renamed.path("sent").path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(renamed.path("found").path("name").asText()).isEqualTo("Augusta King");
        assertThat(renamed.path("different")).hasSize(1);
        JsonNode same = remote(leads.get(103));
        assertThat(same.path("found").path("phoneNumber").asText())
                .isEqualTo(same.path("sent").path("phoneNumber").asText());
        assertThat(same.path("different")).isEmpty();
        JsonNode gone = remote(leads.get(100));
        assertThat(gone.path("found").isNull()).isTrue();
        assertThat(gone.path("different")).isEmpty();

        JsonNode found = Desk.viewer(replica).read(KAPTURE + "/customers?q=ada103%40example.com");
        assertThat(texts(found.path("customers").get(0).path("leads"), "leadId"))
                .containsExactly(leads.get(103));
        assertThat(texts(found.path("customers").get(0).path("leads"), "matchedBy"))
                .containsExactly("customerId");
    }

    private static void assertBothPullsAreOnRecord() {
        assertThat(jdbc.sql("select operator || ' ' || action || ' ' || target || ' ' || count || ' ' || reason"
                                + " from operator_action")
                        .query(String.class)
                        .list())
                .containsExactly("ops pull kapture 1 to see what is there", "ops pull kapture 1 to see what is there");
    }

    private static JsonNode remote(String lead) {
        return Desk.viewer(replica).read("/api/v1/leads/" + lead + "/deliveries/kapture/remote");
    }

    private static long customerOf(String lead) {
        return Api.delivery(replica, lead, "kapture").path("externalId").asLong();
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.path(field).asText())
                .toList();
    }
}
