package com.leadrouter.operations;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.Dump;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person's words occur nowhere else; leads go every way that there is, and are erased. */
@ExtendWith(OutputCaptureExtension.class)
class ErasureIT {

    private static final String EMAIL = "canary.mail@example.com";
    private static final String PHONE = "9137514862";

    private static final List<String> WORDS = List.of(
            "Canarina",
            "Serinusson",
            EMAIL,
            PHONE,
            "canary.typo@example.com",
            "ZX9 9QY",
            "Canarytown",
            "203.0.113.77",
            "canary-ref",
            "canary-attribute",
            "canary-key");

    private static final String ERASURES = "/api/v1/erasures";

    private static Database database;
    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica replica;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        jdbc = database.jdbc();
        standIns = StandIns.start();
        replica = Replica.start(
                database,
                standIns,
                "--lead-router.sources.demo.duplicate-window=0",
                "--lead-router.sources.twice.api-keys=twice-key",
                "--lead-router.sources.twice.defaults.acquisition-channel=Website",
                "--lead-router.routes[0].name=both",
                "--lead-router.routes[0].when.source=demo",
                "--lead-router.routes[0].to=cap,kapture",
                "--lead-router.routes[1].name=cap",
                "--lead-router.routes[1].when.source=twice",
                "--lead-router.routes[1].to=cap",
                "--lead-router.destinations.cap.delivery.retry.initial=10m",
                "--lead-router.destinations.cap.delivery.retry.jitter=0",
                "--lead-router.destinations.kapture.delivery.retry.initial=50ms",
                "--logging.level.com.leadrouter=debug");
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @BeforeEach
    void forget() {
        standIns.cap().faults().clear();
        standIns.kapture().faults().clear();
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where leased_until is not null")
                        .query(Integer.class)
                        .single())
                .isZero());
        standIns.kapture().reset();
        List.of(
                        "lead",
                        "delivery",
                        "delivery_call",
                        "person_in_flight",
                        "intake_key",
                        "intake_fingerprint",
                        "lead_correction",
                        "erased_person",
                        "kapture_customer",
                        "kapture_pull",
                        "operator_action")
                .forEach(table -> jdbc.sql("truncate " + table).update());
    }

    private static String lead(int number) {
        return """
            { "campaignId": "%s", "enquiryType": "Test Drive", "acquisitionChannel": "Website",
              "externalReferenceId": "canary-ref-%d", "ipAddress": "203.0.113.77",
              "contact": { "firstName": "Canarina", "lastName": "Serinusson",
                "emailAddress": "Canary.Mail@example.com", "phoneNumber": "+91 9137514862",
                "address": { "postcode": "ZX9 9QY", "city": "Canarytown", "country": "IN" } },
              "vehicle": { "name": "Example Vehicle" }, "attributes": { "note": "canary-attribute" } }
            """.formatted(Api.CAMPAIGN, number);
    }

    @Test
    void inWhateverStateTheLeadsAreNothingOfThePersonIsLeft(CapturedOutput output) {
        List<String> leads = new ArrayList<>();
        String delivered = settled(accepted(leads, lead(1), "demo-key"));
        standIns.cap().faults().next(1, Fault.example("cap-response-400-validation.json"));
        String rejected = settled(accepted(leads, lead(2), "demo-key"));
        settled(accepted(leads, lead(3), "twice-key"));
        String duplicate = accepted(leads, lead(4), "twice-key");
        String unrouted = accepted(leads, lead(5), "other-key");
        String spam = spam(leads);
        String corrected = corrected(leads);
        String held = settled(accepted(leads, lead(10), "demo-key"));
        stands(held, "status = 'HELD', hold_reason = 'sent, and never answered', settled_at = null");
        String dead = settled(accepted(leads, lead(11), "demo-key"));
        stands(dead, "status = 'DEAD', outcome = 'FAILED', uncertain = true");
        standIns.cap().faults().next(1, Fault.status(500));
        String waiting = accepted(leads, lead(7), "demo-key");
        eventually(() -> assertThat(
                        Api.delivery(replica, waiting, "cap").path("attempts").asInt())
                .isEqualTo(1));
        awaitStatus(waiting, "kapture", "DELIVERED");
        standIns.cap().faults().next(1, Fault.slow(Duration.ofMinutes(1)));
        standIns.kapture().faults().next(1, Fault.slow(Duration.ofMinutes(1)).on("update"));
        String onItsWay = accepted(leads, lead(8), "demo-key");
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where leased_until is not null")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2));
        String behind = accepted(leads, lead(9), "demo-key");
        awaitStatus(behind, "cap", "DELIVERED");
        String other = settled(Api.accepted(replica, Api.aLead(1)));
        Desk.operator(replica)
                .post(
                        "/api/v1/destinations/kapture/customers/pull",
                        "{ \"reason\": \"Ms Serinusson (canary.mail@example.com, 91375-14862) called\" }");
        Desk.operator(replica)
                .post(
                        "/api/v1/leads/" + delivered + "/deliveries/cap/retry",
                        "{ \"force\": true, \"reason\": \"the lady from the corner shop asked\" }");
        settled(delivered);
        eventually(() -> assertThat(jdbc.sql("select bool_and(state = 'DONE') from kapture_pull")
                        .query(Boolean.class)
                        .single())
                .isTrue());
        assertThat(Dump.of(database).with(EMAIL)).hasSizeGreaterThan(leads.size());

        JsonNode receipt =
                erase("{ \"emailAddress\": \"CANARY.mail@example.com\", \"reason\": \"Canarina asked for it\" }");

        assertNothingIsLeft();
        assertThat(receipt.path("leadsErased").asInt()).isEqualTo(leads.size());
        assertThat(receipt.path("deliveriesCancelled").asInt())
                .as("those on their way may arrive yet")
                .isEqualTo(3);
        assertThat(receipt.path("customersErased").asInt()).isEqualTo(1);
        assertThat(names(receipt.path("erased")))
                .contains(
                        "lead",
                        "delivery",
                        "delivery_call",
                        "person_in_flight",
                        "intake_key",
                        "intake_fingerprint",
                        "kapture_customer",
                        "lead_correction",
                        "operator_action");
        assertThat(arrivals(receipt))
                .contains(
                        delivered + " cap yes",
                        delivered + " kapture yes",
                        rejected + " kapture yes",
                        dead + " cap perhaps",
                        onItsWay + " cap perhaps",
                        onItsWay + " kapture perhaps")
                .doesNotContain(waiting + " cap yes", behind + " kapture yes", rejected + " cap yes");
        assertThat(jdbc.sql("select id::text from lead where disposition = 'ERASED'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(leads);
        assertThat(Api.report(replica, delivered).path("status").asText()).isEqualTo("ERASED");
        assertThat(jdbc.sql("select reason from operator_action where action = 'erase'")
                        .query(String.class)
                        .single())
                .isEqualTo("*** asked for it");
        assertThat(jdbc.sql("select reason from operator_action where action = 'pull'")
                        .query(String.class)
                        .single())
                .isEqualTo("Ms *** (***, ***) called");

        // What was on its way arrives, and brings nobody back.
        int sent = standIns.kapture().requests("update");
        standIns.cap().faults().clear();
        standIns.kapture().faults().clear();
        awaitStatus(onItsWay, "cap", "DELIVERED");
        awaitStatus(onItsWay, "kapture", "DELIVERED");
        assertThat(jdbc.sql("""
                        select count(*)
                        from delivery d
                        left join delivery_call c using (lead_id, destination)
                        join lead l on l.id = d.lead_id
                        where l.disposition = 'ERASED' and (c.response is not null or d.errors <> '[]')
                        """).query(Integer.class).single())
                .as("words of the destinations")
                .isZero();
        assertThat(status(behind, "kapture")).isEqualTo("CANCELLED");
        assertThat(status(waiting, "cap")).isEqualTo("CANCELLED");
        assertThat(status(held, "cap")).isEqualTo("CANCELLED");
        assertThat(status(dead, "cap")).isEqualTo("DEAD");
        assertThat(standIns.kapture().requests("update")).isEqualTo(sent);
        assertNothingIsLeft();
        assertThat(Desk.operator(replica)
                        .post("/api/v1/leads/" + waiting + "/deliveries/cap/retry", "{ \"force\": true }")
                        .statusCode())
                .isEqualTo(409);

        // Nor does a pull, though the destination has the person still.
        pull();
        assertNothingIsLeft();
        assertThat(standIns.kapture().customers())
                .anySatisfy(customer -> assertThat(customer.email()).isEqualTo(EMAIL));
        assertThat(jdbc.sql("""
                        select explained or phone_hash is not null or email_hash is not null
                        from kapture_customer
                        where customer_id = :id
                        """).param("id", customerId()).query(Boolean.class).single())
                .isFalse();
        assertThat(Api.report(replica, other)
                        .path("lead")
                        .path("contact")
                        .path("firstName")
                        .asText())
                .isEqualTo("Ada");
        assertThat(output).contains("erased " + leads.size() + " leads and 1 customers");
        WORDS.forEach(word ->
                assertThat(output.toString().toLowerCase(Locale.ROOT)).doesNotContain(word.toLowerCase(Locale.ROOT)));
        assertThat(Set.of(duplicate, unrouted, spam, corrected)).hasSize(4);
    }

    @Test
    void askedAgainItFindsNobodyAndWhoComesLaterIsNew() {
        String first = settled(Api.accepted(replica, lead(1)));
        assertThat(erase("{ \"phoneNumber\": \"91375 14862\" }")
                        .path("leadsErased")
                        .asInt())
                .isEqualTo(1);
        JsonNode repeated = erase("{ \"phoneNumber\": \"091375 14862\" }");
        assertThat(repeated.path("leadsErased").asInt()).isZero();
        assertThat(arrivals(repeated)).containsExactlyInAnyOrder(first + " cap yes", first + " kapture yes");

        JsonNode again = erase("{ \"emailAddress\": \"" + EMAIL + "\" }");

        assertThat(again.path("leadsErased").asInt()).isZero();
        assertThat(again.path("erased")).isEmpty();
        assertThat(again.path("alreadyDelivered")).isEmpty();
        assertThat(jdbc.sql("select count(*) from operator_action where action = 'erase'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        HttpResponse<String> later = Api.post(replica, lead(1));
        assertThat(later.statusCode()).isEqualTo(202);
        assertThat(later.headers().firstValue("Idempotency-Replayed")).isEmpty();
        String second = settled(Api.json(later).path("leadId").asText());
        assertThat(second).isNotEqualTo(first);
        pull();
        assertThat(Desk.viewer(replica)
                        .read("/api/v1/destinations/kapture/customers")
                        .path("customers")
                        .get(0)
                        .path("emailAddress")
                        .asText())
                .isEqualTo(EMAIL);
        assertThat(Api.report(replica, first).path("status").asText()).isEqualTo("ERASED");
    }

    @Test
    void oneLeadIsErasedAndThePersonStaysWhoHasAnother() {
        String one = settled(Api.accepted(replica, lead(1)));
        String two = settled(Api.accepted(replica, lead(2)));

        JsonNode receipt = delete(one);

        assertThat(receipt.path("leadsErased").asInt()).isEqualTo(1);
        assertThat(receipt.path("customersErased").asInt()).isZero();
        assertThat(arrivals(receipt)).containsExactlyInAnyOrder(one + " cap yes", one + " kapture yes");
        assertThat(Dump.of(database).with(one)).noneMatch(row -> row.contains("Serinusson"));
        assertThat(jdbc.sql("select name || phone || email from kapture_customer")
                        .query(String.class)
                        .list())
                .hasSize(1);
        assertThat(count("erased_person")).isZero();
        JsonNode again = delete(one);
        assertThat(again.path("leadsErased").asInt()).isZero();
        assertThat(arrivals(again)).hasSize(2);

        assertThat(delete(two).path("customersErased").asInt()).isEqualTo(1);
        assertNothingIsLeft();
        assertThat(count("erased_person")).isEqualTo(2);
        assertThat(jdbc.sql("select target || ' ' || count || ' ' || reason from operator_action order by id")
                        .query(String.class)
                        .list())
                .containsExactly(one + " 1 at *** request", two + " 1 at *** request");
    }

    @Test
    void whileTheEngineIsAtWorkNothingSlipsThrough() {
        standIns.cap().faults().always(Fault.slow(Duration.ofMillis(20)));
        standIns.kapture().faults().always(Fault.slow(Duration.ofMillis(20)));
        List<String> leads = IntStream.range(0, 60)
                .mapToObj(number -> Api.accepted(replica, lead(number)))
                .toList();

        JsonNode receipt = erase("{ \"emailAddress\": \"" + EMAIL + "\" }");

        assertThat(receipt.path("leadsErased").asInt()).isEqualTo(leads.size());
        assertThat(receipt.path("deliveriesCancelled").asInt()).isPositive();
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where due_at is not null")
                        .query(Integer.class)
                        .single())
                .isZero());
        assertThat(count("person_in_flight")).isZero();
        assertNothingIsLeft();
    }

    /** An erasure that has its leads, and has to wait for a customer's row. */
    @Test
    void whoHandsInALeadMeanwhileDoesNotWaitAndIsErasedToo() throws Exception {
        List<String> leads = new ArrayList<>();
        accepted(leads, lead(1), "demo-key");
        settled(accepted(leads, lead(2), "twice-key"));
        settled(leads.getFirst());
        String repeat;
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table kapture_customer in row exclusive mode");
            CompletableFuture<JsonNode> receipt =
                    CompletableFuture.supplyAsync(() -> erase("{ \"emailAddress\": \"" + EMAIL + "\" }"));
            eventually(() -> assertThat(jdbc.sql(
                                    "select count(*) from pg_locks where not granted and relation = 'kapture_customer'::regclass")
                            .query(Integer.class)
                            .single())
                    .isPositive());

            repeat = accepted(leads, lead(3), "twice-key");
            HttpResponse<String> replayed =
                    Api.post(replica, lead(1), Map.of("X-API-Key", "demo-key", "Idempotency-Key", "canary-key-0"));
            other.rollback();

            assertThat(replayed.statusCode()).isEqualTo(202);
            assertThat(receipt.get(30, TimeUnit.SECONDS).path("leadsErased").asInt())
                    .isEqualTo(3);
        }
        assertNothingIsLeft();
        assertThat(jdbc.sql("select disposition from lead where id = :id")
                        .param("id", UUID.fromString(repeat))
                        .query(String.class)
                        .single())
                .isEqualTo("ERASED");
    }

    @Test
    void ofWhomOnlyACustomerIsLeftNoReasonIsKept() {
        settled(Api.accepted(replica, lead(1)));
        List.of("delivery_call", "delivery", "lead")
                .forEach(table -> jdbc.sql("truncate " + table).update());

        JsonNode receipt = erase("{ \"emailAddress\": \"" + EMAIL + "\", \"reason\": \"Canarina asked for it\" }");

        assertThat(receipt.path("customersErased").asInt()).isEqualTo(1);
        assertThat(jdbc.sql("select reason from operator_action")
                        .query(String.class)
                        .single())
                .isEqualTo("***");
    }

    @Test
    void aReplayedKeyOfALeadThatRetentionTookIsAnsweredAllTheSame() {
        String lead = settled(Api.accepted(replica, lead(1)));
        List.of("delivery_call", "delivery", "lead")
                .forEach(table -> jdbc.sql("truncate " + table).update());

        HttpResponse<String> replayed = Api.post(replica, lead(1));

        assertThat(replayed.statusCode()).isEqualTo(202);
        assertThat(replayed.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(Api.json(replayed).path("leadId").asText()).isEqualTo(lead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{ \"emailAddress\": \"a@example.com\", \"phoneNumber\": \"+447700900123\" }",
                "{ \"emailAddress\": \"nobody\" }",
                "{ \"emailAddress\": 7 }",
                "{ \"phoneNumber\": \"07700 900123\" }",
                "{ \"phoneNumber\": \"+44\" }",
                "{ \"phoneNumber\": \"call me\" }",
                "{ \"name\": \"Ada\" }"
            })
    void whatNamesNobodyIsMalformed(String body) {
        assertThat(Desk.operator(replica).post(ERASURES, body).statusCode()).isEqualTo(400);
    }

    @Test
    void onlyAnOperatorMay() {
        String lead = settled(Api.accepted(replica, lead(1)));

        assertThat(Desk.viewer(replica)
                        .post(ERASURES, "{ \"emailAddress\": \"a@example.com\" }")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Desk.viewer(replica)
                        .send("DELETE", "/api/v1/leads/" + lead, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Desk.stranger(replica)
                        .send("DELETE", "/api/v1/leads/" + lead, "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(Desk.operator(replica)
                        .send("DELETE", "/api/v1/leads/0199aaaa-0000-7000-8000-000000000001", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Api.report(replica, lead).path("status").asText()).isEqualTo("DELIVERED");
    }

    private static JsonNode erase(String body) {
        HttpResponse<String> answer = Desk.operator(replica).post(ERASURES, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    private static JsonNode delete(String lead) {
        HttpResponse<String> answer =
                Desk.operator(replica).send("DELETE", "/api/v1/leads/" + lead, "", "X-Reason", "at Canarina request");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    private static String accepted(List<String> leads, String lead, String key) {
        HttpResponse<String> answer =
                Api.post(replica, lead, Map.of("X-API-Key", key, "Idempotency-Key", "canary-key-" + leads.size()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = Api.json(answer).path("leadId").asText();
        leads.add(id);
        return id;
    }

    private static String spam(List<String> leads) {
        HttpResponse<String> answer = Api.post(
                replica,
                "/forms/pk_demo",
                "company_website=x&campaignId=" + Api.CAMPAIGN + "&enquiryType=Test+Drive&contact.firstName=Canarina"
                        + "&contact.lastName=Serinusson&contact.emailAddress=canary.mail%40example.com"
                        + "&vehicle.name=Example+Vehicle",
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = Api.json(answer).path("leadId").asText();
        leads.add(id);
        return id;
    }

    /** Of whom the e-mail address was mistyped at first. */
    private static String corrected(List<String> leads) {
        String id = settled(accepted(leads, lead(6).replace("Canary.Mail@", "canary.typo@"), "demo-key"));
        HttpResponse<String> answer = Desk.operator(replica)
                .send(
                        "PATCH",
                        "/api/v1/leads/" + id,
                        "{ \"contact\": { \"emailAddress\": \"" + EMAIL + "\" } }",
                        "Content-Type",
                        "application/merge-patch+json",
                        "X-Reason",
                        "canary.typo@example.com does not exist");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return id;
    }

    /** Its delivery to CAP, whatever became of it. */
    private static void stands(String lead, String so) {
        jdbc.sql("update delivery set " + so + " where lead_id = :lead and destination = 'cap'")
                .param("lead", UUID.fromString(lead))
                .update();
    }

    private static String settled(String lead) {
        eventually(
                () -> assertThat(jdbc.sql("select count(*) from delivery where lead_id = :lead and due_at is not null")
                                .param("lead", UUID.fromString(lead))
                                .query(Integer.class)
                                .single())
                        .isZero());
        return lead;
    }

    private static String status(String lead, String destination) {
        return jdbc.sql("select status from delivery where lead_id = :lead and destination = :destination")
                .param("lead", UUID.fromString(lead))
                .param("destination", destination)
                .query(String.class)
                .single();
    }

    private static void awaitStatus(String lead, String destination, String status) {
        eventually(() -> assertThat(status(lead, destination)).isEqualTo(status));
    }

    private static void pull() {
        HttpResponse<String> begun = Desk.operator(replica).post("/api/v1/destinations/kapture/customers/pull", "{}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String path = begun.headers().firstValue("Location").orElseThrow();
        eventually(
                () -> assertThat(Desk.viewer(replica).read(path).path("state").asText())
                        .isEqualTo("DONE"));
    }

    private static long customerId() {
        return standIns.kapture().customers().stream()
                .filter(customer -> customer.email().equals(EMAIL))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private static void assertNothingIsLeft() {
        Dump dump = Dump.of(database);
        WORDS.forEach(word -> assertThat(dump.with(word)).as(word).isEmpty());
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> arrivals(JsonNode receipt) {
        return StreamSupport.stream(receipt.path("alreadyDelivered").spliterator(), false)
                .map(arrival -> arrival.path("leadId").asText()
                        + " "
                        + arrival.path("destination").asText()
                        + (arrival.path("deliveredAt").isNull() ? " perhaps" : " yes"))
                .toList();
    }
}
