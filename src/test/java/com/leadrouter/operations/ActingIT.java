package com.leadrouter.operations;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.delivery.Holds;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Campaign;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators do by the API, with the whole service and the stand-ins. */
class ActingIT {

    private static final String ENDED = "00000000-0000-4000-8000-000000000001";
    private static final AtomicInteger PERSONS = new AtomicInteger();

    private static Database database;
    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica replica;
    private static Desk ops;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        jdbc = database.jdbc();
        standIns = StandIns.start();
        replica = Replica.start(
                database,
                standIns,
                "--lead-router.routes[0].name=india",
                "--lead-router.routes[0].when.country=IN,LK",
                "--lead-router.routes[0].when.vehicle=Example Vehicle",
                "--lead-router.routes[0].to=cap,kapture",
                "--lead-router.destinations.cap.delivery.retry.initial=50ms",
                "--logging.level.com.leadrouter=warn");
        ops = Desk.operator(replica);
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @AfterEach
    void mend() {
        standIns.cap().faults().clear();
        standIns.kapture().faults().clear();
    }

    private static String aLead() {
        return Api.aLead(PERSONS.incrementAndGet());
    }

    private static String delivered() {
        String lead = Api.accepted(replica, aLead());
        isSoon(lead, "cap", "DELIVERED");
        isSoon(lead, "kapture", "DELIVERED");
        return lead;
    }

    /** By CAP, whose campaign has ended. */
    private static String rejected() {
        standIns.cap().campaign(ENDED, Campaign.in(Campaign.State.ENDED));
        String lead = Api.accepted(replica, aLead().replace(Api.CAMPAIGN, ENDED));
        isSoon(lead, "cap", "REJECTED");
        return lead;
    }

    private static void isSoon(String lead, String destination, String status) {
        eventually(() -> assertThat(
                        Api.delivery(replica, lead, destination).path("status").asText())
                .isEqualTo(status));
    }

    private static String path(String lead, String destination, String what) {
        return "/api/v1/leads/" + lead + "/deliveries/" + destination + "/" + what;
    }

    private static void assertIs(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Api.json(answer).path("type").asText()).endsWith("/" + type);
    }

    private static List<String> audit(String target) {
        return jdbc.sql("select operator || ' ' || action || ' ' || count || ' ' || coalesce(reason, '-')"
                        + " from operator_action where target = ? order by id")
                .param(target)
                .query(String.class)
                .list();
    }

    private static HttpResponse<String> correct(String lead, String patch, String... headers) {
        return ops.send(
                "PATCH",
                "/api/v1/leads/" + lead,
                patch,
                Stream.concat(Stream.of("Content-Type", "application/merge-patch+json"), Stream.of(headers))
                        .toArray(String[]::new));
    }

    @Test
    void whatWasRejectedIsSentAgainOnceTheCampaignIsOpen() {
        String lead = rejected();
        standIns.cap().campaign(ENDED, Campaign.active());

        HttpResponse<String> answer =
                ops.post(path(lead, "cap", "retry"), "{ \"reason\": \"the campaign is open again\" }");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Api.json(answer).path("destination").asText()).isEqualTo("cap");
        isSoon(lead, "cap", "DELIVERED");
        assertThat(standIns.cap().accepted(lead)).isEqualTo(1);
        assertThat(Api.delivery(replica, lead, "cap").path("attempts").asInt()).isEqualTo(2);
        assertIs(ops.post(path(lead, "cap", "retry"), ""), 409, "not-possible-now");
        assertThat(ops.post(path(lead, "cap", "retry"), "{ \"force\": true }").statusCode())
                .isEqualTo(200);
        eventually(() -> assertThat(standIns.cap().accepted(lead)).isEqualTo(2));
        assertThat(audit(lead + "/cap")).containsExactly("ops retry 1 the campaign is open again", "ops retry 1 -");
    }

    @Test
    void whatIsOnItsWayIsCancelledAndEndsAsTheDestinationSays() {
        standIns.cap().faults().always(Fault.slow(Duration.ofMillis(700)));
        standIns.kapture().faults().always(Fault.status(500).after(Duration.ofMillis(700)));
        String lead = Api.accepted(replica, aLead());
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where lead_id = ? and attempt = 1")
                        .param(UUID.fromString(lead))
                        .query(Integer.class)
                        .single())
                .isEqualTo(2));

        HttpResponse<String> cancelled = ops.post(path(lead, "cap", "cancel"), "{ \"reason\": \"too late\" }");
        assertThat(ops.post(path(lead, "kapture", "cancel"), "").statusCode()).isEqualTo(200);

        assertThat(Api.json(cancelled).path("status").asText()).isEqualTo("PENDING");
        isSoon(lead, "cap", "DELIVERED");
        isSoon(lead, "kapture", "CANCELLED");
        assertThat(ops.post(path(lead, "kapture", "cancel"), "").statusCode()).isEqualTo(200);
        assertThat(audit(lead + "/kapture")).containsExactly("ops cancel 1 -");
        assertThat(Api.management(replica, "/actuator/prometheus").body())
                .contains("leadrouter_deliveries_settled_total{destination=\"kapture\",status=\"CANCELLED\"}");
    }

    @Test
    void aPreviewShowsWhatWouldBeSentAndSendsNothing() {
        String lead = rejected();
        int before = standIns.cap().requests();

        JsonNode cap = Desk.viewer(replica).read(path(lead, "cap", "preview"));

        assertThat(cap.path("method").asText()).isEqualTo("POST");
        assertThat(cap.path("url").asText()).isEqualTo(standIns.cap().baseUrl() + "/lead-submission/v1/external");
        assertThat(cap.path("headers").path("X-API-Key").asText()).isEqualTo("****");
        assertThat(cap.path("body").path("metadata").path("externalReferenceId").asText())
                .isEqualTo(lead);
        assertThat(cap.path("errors")).isEmpty();
        assertThat(standIns.cap().requests()).isEqualTo(before);
        assertThat(cap.toString())
                .doesNotContain(standIns.cap().apiKey())
                .doesNotContain(standIns.kapture().authKey());
    }

    @Test
    void aPreviewOfSomebodyWhomKaptureHasIsAnUpdate() {
        String lead = delivered();

        JsonNode kapture = ops.read(path(lead, "kapture", "preview"));

        assertThat(kapture.path("headers").path("Authorization").asText()).isEqualTo("****");
        assertThat(kapture.path("body").path("kapture_customer_id").asText())
                .isEqualTo(Api.delivery(replica, lead, "kapture")
                        .path("externalId")
                        .asText());
    }

    @Test
    void aLeadIsCorrectedAndTheCorrectedOneSent() {
        String lead = rejected();
        standIns.cap().campaign(ENDED, Campaign.in(Campaign.State.ENDED));

        HttpResponse<String> corrected = correct(lead, """
                { "campaignId": "%s", "contact": { "emailAddress": "Grace@example.com", "gender": null } }
                """.formatted(Api.CAMPAIGN), "X-Reason", "the customer rang");

        assertThat(corrected.statusCode()).as(corrected.body()).isEqualTo(200);
        assertThat(corrected.headers().firstValue("ETag")).hasValue("\"1\"");
        JsonNode report = Api.json(corrected);
        assertThat(report.path("lead").path("contact").path("emailAddress").asText())
                .isEqualTo("Grace@example.com");
        JsonNode correction = report.path("corrections").get(0);
        assertThat(correction.path("operator").asText()).isEqualTo("ops");
        assertThat(correction.path("reason").asText()).isEqualTo("the customer rang");
        assertThat(correction.path("changed"))
                .map(JsonNode::asText)
                .containsExactlyInAnyOrder("#/campaignId", "#/contact/emailAddress");
        assertThat(jdbc.sql("select email || ' ' || campaign from lead where id = ?")
                        .param(UUID.fromString(lead))
                        .query(String.class)
                        .single())
                .isEqualTo("grace@example.com " + Api.CAMPAIGN);
        assertThat(jdbc.sql("select before ->> 'campaignId' from lead_correction where lead_id = ?")
                        .param(UUID.fromString(lead))
                        .query(String.class)
                        .single())
                .isEqualTo(ENDED);
        assertThat(jdbc.sql("select email_key from delivery where lead_id = ? and destination = 'kapture'")
                        .param(UUID.fromString(lead))
                        .query(String.class)
                        .single())
                .isEqualTo("mailto:grace@example.com");

        assertThat(ops.post(path(lead, "cap", "retry"), "").statusCode()).isEqualTo(200);
        isSoon(lead, "cap", "DELIVERED");
        assertThat(Api.report(replica, lead).path("corrections")).hasSize(1);
    }

    @Test
    void aCorrectionThatChangesNothingIsNone() {
        String lead = delivered();

        HttpResponse<String> same = correct(lead, "{ \"contact\": { \"firstName\": \" Ada \" } }");

        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(Api.json(same).has("corrections")).isFalse();
        assertThat(audit(lead)).isEmpty();
    }

    @Test
    void aCorrectionIsCheckedLikeANewLeadAndByItsDestinations() {
        String lead = delivered();

        HttpResponse<String> refused = correct(lead, """
                { "vehicle": null, "contact": { "emailAddress": "no", "age": 7 }, "enquiryType": "Test drive" }
                """);

        assertIs(refused, 400, "invalid-lead");
        assertThat(Api.json(refused).path("errors").findValuesAsText("code"))
                .containsExactlyInAnyOrder("unknown-field", "invalid-email", "required");
        assertThat(Api.report(replica, lead).path("lead").path("vehicle").isMissingNode())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"x\""})
    void whatIsNoObjectIsNoLead(String patch) {
        assertIs(correct(delivered(), patch), 400, "invalid-lead");
    }

    @Test
    void whoHasSeenAnOlderLeadIsTold() {
        String lead = delivered();
        assertThat(correct(lead, "{ \"contact\": { \"lastName\": \"King\" } }", "If-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(200);

        assertIs(
                correct(lead, "{ \"contact\": { \"lastName\": \"Byron\" } }", "If-Match", "\"0\""),
                409,
                "not-possible-now");
        assertThat(correct(lead, "{ \"contact\": { \"lastName\": \"Byron\" } }", "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anErasedLeadIsLeftAlone() {
        String lead = rejected();
        jdbc.sql("""
                        update lead
                        set disposition = 'ERASED', document = '{"source": "demo", "enquiryDateTime": "1970-01-01T00:00:00Z",
                            "contact": {"firstName": "", "lastName": "", "address": {}}, "optInConsents": {},
                            "attributes": {}}'
                        where id = ?
                        """).param(UUID.fromString(lead)).update();

        assertIs(ops.post(path(lead, "cap", "retry"), "{ \"force\": true }"), 409, "not-possible-now");
        assertIs(correct(lead, "{ \"contact\": { \"lastName\": \"King\" } }"), 409, "not-possible-now");
        assertIs(ops.get(path(lead, "cap", "preview")), 409, "not-possible-now");
        assertThat(ops.read("/api/v1/leads/" + lead + "/explanation").path("routes"))
                .isEmpty();
    }

    @Test
    void whatTheDestinationWouldSurelyRefuseIsSentByForceAlone() {
        String lead = delivered();
        jdbc.sql("update lead set document = document - 'vehicle' where id = ?")
                .param(UUID.fromString(lead))
                .update();
        jdbc.sql("update delivery set status = 'REJECTED' where lead_id = ?")
                .param(UUID.fromString(lead))
                .update();
        int before = standIns.cap().requests();

        HttpResponse<String> refused = ops.post(path(lead, "cap", "retry"), "");
        assertIs(refused, 409, "not-possible-now");
        assertThat(Api.json(refused).path("errors").findValuesAsText("pointer")).containsExactly("#/vehicle");
        assertThat(Api.json(ops.get(path(lead, "cap", "preview")))
                        .path("errors")
                        .findValuesAsText("code"))
                .containsExactly("required");

        assertThat(ops.post(path(lead, "cap", "retry"), "{ \"force\": true }").statusCode())
                .isEqualTo(200);
        eventually(() -> assertThat(standIns.cap().requests()).isEqualTo(before + 1));
        isSoon(lead, "cap", "REJECTED");

        // What was known of it before refuses no mending of something else.
        assertThat(correct(lead, "{ \"contact\": { \"lastName\": \"King\" } }").statusCode())
                .isEqualTo(200);
        assertIs(correct(lead, "{ \"campaignId\": \"spring\" }"), 400, "invalid-lead");
    }

    @Test
    void anUnroutedLeadIsExplainedAndSentOn() {
        String lead = Api.accepted(replica, aLead().replace("\"IN\"", "\"GB\""));

        JsonNode explanation = Desk.viewer(replica).read("/api/v1/leads/" + lead + "/explanation");

        assertThat(explanation.path("status").asText()).isEqualTo("UNROUTED");
        assertThat(explanation.path("route").isNull()).isTrue();
        JsonNode india = explanation.path("routes").get(0);
        assertThat(india.path("name").asText()).isEqualTo("india");
        assertThat(india.path("matched").asBoolean()).isFalse();
        assertThat(india.path("conditions").get(0).toString())
                .isEqualTo("{\"field\":\"country\",\"expected\":[\"IN\",\"LK\"],\"actual\":\"GB\",\"matched\":false}");
        assertThat(india.path("conditions").get(1).path("matched").asBoolean()).isTrue();

        assertThat(ops.post(path(lead, "cap", "retry"), "").statusCode()).isEqualTo(200);
        isSoon(lead, "cap", "DELIVERED");
        JsonNode report = Api.report(replica, lead);
        assertThat(report.path("status").asText()).isEqualTo("DELIVERED");
        assertThat(report.path("deliveries")).hasSize(1);
    }

    @Test
    void aDuplicateAndAHoldAreExplained() {
        String twice = aLead();
        String first = Api.accepted(replica, twice);
        String second = Api.accepted(replica, twice);

        assertThat(ops.read("/api/v1/leads/" + second + "/explanation")
                        .path("duplicateOf")
                        .asText())
                .isEqualTo(first);
        String rejected = rejected();
        JsonNode cap = ops.read("/api/v1/leads/" + rejected + "/explanation")
                .path("destinations")
                .get(0);
        assertThat(cap.path("state").asText()).isEqualTo("REJECTED");
        assertThat(cap.path("reason").asText()).isNotBlank();
    }

    @Test
    void whileADestinationIsPausedItsLeadsPileUp() {
        HttpResponse<String> paused =
                ops.post("/api/v1/destinations/cap/pause", "{ \"reason\": \"CAP is being moved\" }");
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(ops.post("/api/v1/destinations/cap/pause", "{ \"reason\": \"again\" }")
                        .body())
                .isEqualTo(paused.body());
        List<String> leads = IntStream.range(0, 3)
                .mapToObj(i -> Api.accepted(replica, aLead()))
                .toList();
        leads.forEach(lead -> isSoon(lead, "cap", "HELD"));

        JsonNode cap = Desk.viewer(replica)
                .read("/api/v1/destinations")
                .path("destinations")
                .get(0);
        assertThat(cap.path("name").asText()).isEqualTo("cap");
        assertThat(cap.path("state").asText()).isEqualTo("PAUSED");
        assertThat(cap.path("reason").asText()).isEqualTo("CAP is being moved");
        assertThat(cap.path("since").isNull()).isFalse();
        assertThat(cap.path("deliveries").path("HELD").asInt()).isEqualTo(3);
        assertThat(cap.path("deliveries").path("PENDING").asInt()).isZero();
        assertThat(ops.read("/api/v1/leads/" + leads.getFirst() + "/explanation")
                        .path("destinations")
                        .get(0)
                        .path("reason")
                        .asText())
                .isEqualTo("CAP is being moved");

        assertThat(Api.json(ops.post("/api/v1/destinations/cap/resume", ""))
                        .path("state")
                        .asText())
                .isEqualTo("RUNNING");
        assertThat(ops.post("/api/v1/destinations/cap/resume", "").statusCode()).isEqualTo(200);
        leads.forEach(lead -> isSoon(lead, "cap", "DELIVERED"));
        assertThat(Api.json(ops.get("/api/v1/destinations"))
                        .path("destinations")
                        .get(0)
                        .path("lastSuccessAt")
                        .isNull())
                .isFalse();
        assertThat(audit("cap")).containsExactly("ops pause 1 CAP is being moved", "ops resume 1 -");
    }

    @Test
    void pausedIsShownBeforeHeldAndHeldBeforeAnOpenCircuit() {
        CircuitBreaker circuit = replica.bean(CircuitBreakerRegistry.class).circuitBreaker("kapture");
        try {
            circuit.transitionToOpenState();
            assertThat(kapture().path("state").asText()).isEqualTo("CIRCUIT_OPEN");
            assertThat(kapture().path("since").isNull()).isFalse();
            replica.bean(Holds.class).refused(new DestinationName("kapture"), "Kapture answered 401");
            assertThat(kapture().path("state").asText()).isEqualTo("HELD");
            assertThat(kapture().path("reason").asText()).isEqualTo("Kapture answered 401");
            ops.post("/api/v1/destinations/kapture/pause", "");
            assertThat(kapture().path("state").asText()).isEqualTo("PAUSED");
            assertThat(kapture().path("reason").asText()).isEqualTo("paused by ops");
        } finally {
            circuit.transitionToClosedState();
            ops.post("/api/v1/destinations/kapture/resume", "");
            replica.bean(Holds.class)
                    .taken(new DestinationName("kapture"), Instant.now().plusSeconds(60));
        }
        assertThat(kapture().path("state").asText()).isEqualTo("RUNNING");
        assertThat(kapture().path("reason").isNull()).isTrue();
    }

    private static JsonNode kapture() {
        return ops.read("/api/v1/destinations").path("destinations").get(1);
    }

    @Test
    void manyAreCountedAndSentAgain() {
        List<String> leads = IntStream.range(0, 3).mapToObj(i -> rejected()).toList();
        String filter = "\"destination\": \"cap\", \"outcome\": \"REJECTED_CONFIGURATION\", \"campaignId\": \"" + ENDED
                + "\", \"status\": \"REJECTED\"";
        int matched = Api.json(ops.post("/api/v1/deliveries/retry", "{ " + filter + ", \"dryRun\": true }"))
                .path("matched")
                .asInt();
        assertThat(matched).isGreaterThanOrEqualTo(3);
        standIns.cap().campaign(ENDED, Campaign.active());

        JsonNode sent = Api.json(ops.post("/api/v1/deliveries/retry", "{ " + filter + " }"));

        assertThat(sent.path("matched").asInt()).isEqualTo(matched);
        leads.forEach(lead -> isSoon(lead, "cap", "DELIVERED"));
    }

    @Test
    void aJobSendsUntilItIsStoppedAndLeavesRoomForWhatComesInFresh() {
        String like = delivered();
        String copies = """
                with stored as (
                    insert into lead (id, source, received_at, disposition, destinations, document)
                    select new_lead_id(clock_timestamp(), n), source, now(), 'ROUTED', '{cap}', document
                    from lead, generate_series(1, 1010) as n
                    where id = ?
                    returning id)
                insert into delivery (lead_id, destination, status, age_from, settled_at)
                select id, 'cap', 'DEAD', now(), now()
                from stored
                """;
        jdbc.sql(copies).param(UUID.fromString(like)).update();
        int before = standIns.cap().requests();

        HttpResponse<String> begun = ops.post("/api/v1/deliveries/retry", "{ \"status\": \"DEAD\" }");

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String job = begun.headers().firstValue("Location").orElseThrow();
        assertThat(job).endsWith(Api.json(begun).path("jobId").asText());
        eventually(() -> assertThat(standIns.cap().requests()).isGreaterThan(before + 20));
        assertThat(Desk.viewer(replica).read(job).path("state").asText()).isEqualTo("RUNNING");
        delivered();

        JsonNode stopped = Api.json(ops.send("DELETE", job, "", "X-Reason", "enough"));

        assertThat(stopped.path("state").asText()).isEqualTo("STOPPED");
        assertThat(stopped.path("matched").asInt()).isEqualTo(1010);
        int retried = stopped.path("retried").asInt();
        assertThat(retried).isBetween(20, 1009);
        eventually(() -> assertThat(waiting()).isZero());
        assertThat(standIns.cap().requests()).isEqualTo(before + 1 + retried);
        assertThat(Api.json(ops.send("DELETE", job, ""))).isEqualTo(stopped);
    }

    private static int waiting() {
        return jdbc.sql("select count(*) from delivery where due_at is not null")
                .query(Integer.class)
                .single();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                      | destination, status, outcome, campaignId, from and to",
                "{ \"dryRun\": false, \"reason\": \"?\" } | destination, status, outcome, campaignId, from and to",
                "{ \"destination\": \" \" }               | no filter",
                "{ \"destination\": \"nobody\" }          | destination",
                "{ \"status\": \"DELIVERED\" }            | status",
                "{ \"status\": \"dead\" }                 | status",
                "{ \"outcome\": \"BAD\" }                 | outcome",
                "{ \"from\": \"yesterday\" }              | from",
                "{ \"from\": \"2026-11-02\", \"to\": \"2026-11-01T00:00:00Z\" } | from",
                "{ \"dryRun\": \"true\" }                 | dryRun",
                "{ \"what\": 1 }                          | The body",
                "[]                                       | The body",
            })
    void aFilterThatCannotBeReadIsRefused(String body, String named) {
        HttpResponse<String> answer = ops.post("/api/v1/deliveries/retry", body);

        assertIs(answer, 400, "malformed-request");
        assertThat(Api.json(answer).path("detail").asText()).contains(named);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String nobody = "019a9f3c-7b1e-7c52-9f0a-3b6f2d1e4c58";
        String lead = delivered();

        for (HttpResponse<String> answer : List.of(
                ops.post(path(nobody, "cap", "retry"), ""),
                ops.post(path("x", "cap", "cancel"), ""),
                ops.post(path(lead, "nobody", "retry"), ""),
                ops.get(path(lead, "No Name".replace(' ', '_'), "preview")),
                ops.get(path(nobody, "cap", "preview")),
                correct(nobody, "{}"),
                ops.get("/api/v1/leads/" + nobody + "/explanation"),
                ops.post("/api/v1/destinations/nobody/pause", ""),
                ops.get("/api/v1/deliveries/retry/" + nobody),
                ops.send("DELETE", "/api/v1/deliveries/retry/x", ""))) {
            assertIs(answer, 404, "not-found");
        }
    }

    @Test
    void aViewerLooksAndDoesNotActAndAStrangerDoesNeither() {
        String lead = delivered();
        Map<String, String> acting = Map.of(
                path(lead, "cap", "retry"),
                "POST",
                path(lead, "cap", "cancel"),
                "POST",
                "/api/v1/leads/" + lead,
                "PATCH",
                "/api/v1/deliveries/retry",
                "POST",
                "/api/v1/deliveries/retry/" + lead,
                "DELETE",
                "/api/v1/destinations/cap/pause",
                "POST",
                "/api/v1/destinations/cap/resume",
                "POST");

        acting.forEach((path, method) -> {
            assertThat(Desk.viewer(replica).send(method, path, "{}").statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(Desk.stranger(replica).send(method, path, "{}").statusCode())
                    .as(path)
                    .isEqualTo(401);
        });
        assertThat(Desk.stranger(replica)
                        .get("/api/v1/leads/" + lead + "/explanation")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aReasonThatIsTooLongIsRefused() {
        String lead = delivered();
        String reason = "x".repeat(501);

        assertIs(ops.post(path(lead, "cap", "retry"), "{ \"reason\": \"" + reason + "\" }"), 400, "malformed-request");
        assertIs(correct(lead, "{}", "X-Reason", reason), 400, "malformed-request");
    }
}
