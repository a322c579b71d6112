package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Words that occur nowhere else stand for a person and for secrets, and go every way that a lead can go. Afterwards they
 * are where they belong, and nowhere else: no log, metric, problem or record of an answer repeats them.
 */
@ExtendWith(OutputCaptureExtension.class)
class CanariesIT {

    private static final String SOURCE_KEY = "canary-source-key";
    private static final String WRONG_KEY = "canary-wrong-key";
    private static final String CAP_KEY = "canary-cap-key";
    private static final String KAPTURE_KEY = "Y2FuYXJ5LWthcHR1cmU=";

    private static final Map<String, String> PERSON = Map.of(
            "firstName", "Canarina",
            "lastName", "Serinusson",
            "emailAddress", "canary.mail@example.com",
            "phoneNumber", "9137514862",
            "postcode", "ZX9 9QY",
            "city", "Canarytown",
            "ipAddress", "203.0.113.77",
            "reference", "canary-ref-0815",
            "attribute", "canary-attribute");

    private static final String LEAD = """
            { "campaignId": "%s", "enquiryType": "Test Drive", "acquisitionChannel": "Website",
              "externalReferenceId": "canary-ref-0815", "ipAddress": "203.0.113.77",
              "contact": { "firstName": "Canarina", "lastName": "Serinusson",
                "emailAddress": "canary.mail@example.com", "phoneNumber": "+91 9137514862",
                "address": { "postcode": "ZX9 9QY", "city": "Canarytown", "country": "IN" } },
              "vehicle": { "name": "Example Vehicle" }, "attributes": { "note": "canary-attribute" } }
            """.formatted(Api.CAMPAIGN);

    /** What a partner may say: everything that it was sent, its key too. */
    private static final String ECHO = "Canarina Serinusson, CANARINA, canary.mail@example.com, +91 9137514862,"
            + " 9137514862, ZX9 9QY, 203.0.113.77, canary-ref-0815, ";

    private final Database database = TestDatabases.create();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final List<HttpResponse<String>> problems = new ArrayList<>();

    @Test
    void noneIsSeenWhereItDoesNotBelong(CapturedOutput output) {
        String metrics;
        try (StandIns standIns = StandIns.start();
                Replica replica = Replica.start(
                        database,
                        standIns,
                        "--logging.level.com.leadrouter=debug",
                        "--lead-router.sources.canary.api-keys[0]=" + SOURCE_KEY,
                        "--lead-router.sources.canary.duplicate-window=0",
                        "--lead-router.destinations.cap.api-key=" + CAP_KEY,
                        "--lead-router.destinations.kapture.auth-key=" + KAPTURE_KEY,
                        "--lead-router.destinations.cap.delivery.probe-interval=200ms",
                        "--lead-router.destinations.kapture.delivery.probe-interval=200ms",
                        "--lead-router.destinations.cap.delivery.retry.initial=50ms",
                        "--lead-router.destinations.kapture.delivery.retry.initial=50ms")) {
            refused(replica);
            // Unauthorized at both, each with an answer that repeats everything.
            standIns.cap().faults().next(1, Fault.answer(401, problem(CAP_KEY), "application/json"));
            standIns.kapture().faults().next(1, Fault.answer(401, problem(KAPTURE_KEY), "application/json"));
            // Then trouble, then a refusal of the data at CAP; Kapture takes it in the end.
            standIns.cap().faults().next(1, Fault.answer(500, problem(CAP_KEY), "application/json"));
            standIns.kapture().faults().next(1, Fault.answer(500, problem(KAPTURE_KEY), "application/json"));
            standIns.cap().faults().next(1, Fault.answer(400, refusal(), "application/json"));
            standIns.cap().faults().always(Fault.answer(202, problem(CAP_KEY), "application/json"));
            standIns.kapture().faults().always(Fault.answer(200, added(), "application/json"));
            handIn(replica, "one");
            eventually(() -> assertThat(statuses()).containsExactly("REJECTED", "DELIVERED"));
            handIn(replica, "another");
            eventually(() -> assertThat(statuses()).containsExactly("REJECTED", "DELIVERED", "DELIVERED", "DELIVERED"));
            metrics = Api.management(replica, "/actuator/prometheus").body();
        }

        assertThat(jdbc.sql("select document::text from lead")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allSatisfy(document -> assertThat(document).contains(PERSON.values()));
        assertThat(output).contains("REJECTED at attempt");
        assertUnseen("log", output.toString());
        assertUnseen("metrics", metrics);
        assertThat(problems).hasSizeGreaterThan(5).allSatisfy(problem -> assertUnseen("problem", problem.body()));
        List<String> records = jdbc.sql("""
                        select response from delivery_call where response is not null
                        union all
                        select errors::text from delivery
                        """).query(String.class).list();
        assertThat(records)
                .filteredOn(record -> record.contains("***"))
                .as("answers on record, masked")
                .hasSizeGreaterThan(5);
        assertThat(records).allSatisfy(record -> assertUnseen("record", record));
    }

    private void refused(Replica replica) {
        refused(replica, LEAD, WRONG_KEY, 401);
        refused(replica, LEAD.replace("Test Drive", "canary-attribute"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("+91 9137514862", "9137514862-9137514862"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("canary.mail@", "canary.mail@@"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("\"Canarina\"", "[\"Canarina\"]"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("Canarina", "Canarina\\u0000"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("203.0.113.77", "203.0.113.77.canary-attribute"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("}", ""), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("\"Serinusson\"", "Serinusson"), SOURCE_KEY, 400);
    }

    private void refused(Replica replica, String lead, String key, int status) {
        HttpResponse<String> answer = Api.post(replica, lead, Map.of("X-API-Key", key));
        assertThat(answer.statusCode()).as(lead).isEqualTo(status);
        problems.add(answer);
    }

    private List<String> statuses() {
        return jdbc.sql("select status from delivery order by lead_id, destination")
                .query(String.class)
                .list();
    }

    private static void handIn(Replica replica, String idempotencyKey) {
        HttpResponse<String> answer =
                Api.post(replica, LEAD, Map.of("X-API-Key", SOURCE_KEY, "Idempotency-Key", idempotencyKey));
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    private static String problem(String key) {
        return "{ \"message\": \"" + ECHO + key + "\" }";
    }

    private static String refusal() {
        return "{ \"errors\": [ \"Property:ContactDetail.FirstName; ErrorMessage:" + ECHO + CAP_KEY + "\" ] }";
    }

    private static String added() {
        return """
                { "Enquiry": { "customer_name": "Canarina Serinusson", "phone": "9137514862",
                    "email_id": "canary.mail@example.com", "kapture_customer_id": 65033646 },
                  "message": "validation successfull", "status": "success" }
                """;
    }

    private static void assertUnseen(String where, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        assertThat(Stream.concat(PERSON.values().stream(), Stream.of(SOURCE_KEY, WRONG_KEY, CAP_KEY, KAPTURE_KEY)))
                .allSatisfy(canary -> assertThat(lower)
                        .as("%s without %s", where, canary)
                        .doesNotContain(canary.toLowerCase(Locale.ROOT)));
    }
}
