package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What reconciliation says of leads that were delivered, over HTTP; what pulls have told is in the tables already. */
class ReconciliationIT {

    private static final String PATH = "/api/v1/destinations/kapture/reconciliation";
    private static final String PULL = "/api/v1/destinations/kapture/customers/pull";
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final DestinationName KAPTURE = new DestinationName("kapture");

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant AN_HOUR_AGO = NOW.minus(1, ChronoUnit.HOURS);
    private static final Instant TWO_HOURS_AGO = NOW.minus(2, ChronoUnit.HOURS);
    private static final Instant TWO_DAYS_AGO = NOW.minus(2, ChronoUnit.DAYS);

    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica replica;
    private static Replica sourceOnly;
    private static Past past;

    @BeforeAll
    static void start() {
        Database database = TestDatabases.create();
        jdbc = database.jdbc();
        past = new Past(jdbc);
        standIns = StandIns.start();
        replica = Replica.start(database, standIns, quiet());
        sourceOnly =
                Replica.start(database, standIns, quiet("--lead-router.destinations.kapture.on-existing=source-only"));
    }

    private static String[] quiet(String... further) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("--lead-router.destinations.kapture.pull.every=0", "--logging.level.com.leadrouter=warn"));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    @AfterAll
    static void stop() {
        replica.close();
        sourceOnly.close();
        standIns.close();
    }

    @BeforeEach
    void forget() {
        past.forget();
    }

    @Test
    void aLeadIsConfirmedByWhatWasAskedAfterItsDeliveryAlone() {
        past.added(1, TWO_HOURS_AGO);
        past.confirmed(1, AN_HOUR_AGO);
        LeadId tooEarly = past.added(2, AN_HOUR_AGO);
        past.confirmed(2, TWO_HOURS_AGO);
        LeadId nobody = past.added(3, AN_HOUR_AGO.plusSeconds(1));
        LeadId gone = past.added(4, AN_HOUR_AGO.plusSeconds(2));
        past.confirmed(4, AN_HOUR_AGO.plusSeconds(3));
        past.gone(4, AN_HOUR_AGO.plusSeconds(4));
        LeadId withoutId = past.delivered(null, "add", "[]", AN_HOUR_AGO.plusSeconds(5));

        JsonNode answer = today();

        assertThat(answer.path("confirmed").asInt()).isEqualTo(1);
        assertThat(leads(answer, "unconfirmed"))
                .containsExactly(tooEarly.toString(), nobody.toString(), gone.toString(), withoutId.toString());
        JsonNode first = answer.path("unconfirmed").get(0);
        assertThat(first.path("customerId").asText()).isEqualTo("2");
        assertThat(Instant.parse(first.path("deliveredAt").asText())).isEqualTo(AN_HOUR_AGO);
        assertThat(answer.path("unconfirmed").get(3).path("customerId").isNull())
                .isTrue();
        assertThat(answer.path("different")).isEmpty();
        assertThat(answer.path("unexplained")).isEmpty();
    }

    @Test
    void whoseLeadWasErasedIsNeitherMissedForEverNorDifferent() {
        past.delivered(null, "add", "[]", TWO_HOURS_AGO);
        past.added(1, TWO_HOURS_AGO);
        past.confirmed(1, AN_HOUR_AGO);
        jdbc.sql("""
                        update lead
                        set disposition = 'ERASED', email = null, phone = null,
                            document = document || '{"contact": {"firstName": "", "lastName": "", "address": {}}}'
                        """).update();

        JsonNode answer = today();

        assertThat(answer.path("confirmed").asInt()).isEqualTo(1);
        assertThat(answer.path("unconfirmed")).isEmpty();
        assertThat(answer.path("different")).isEmpty();
    }

    @Test
    void aLeadWithoutACustomerIdIsKnownByItsPhone() {
        LeadId lead = past.delivered(null, "add", "[]", TWO_HOURS_AGO);
        past.told(1, "Grace Hopper", null, Past.email(null), AN_HOUR_AGO);
        past.told(2, "Augusta King", Past.phone(null), null, AN_HOUR_AGO);

        JsonNode answer = today();

        assertThat(answer.path("confirmed").asInt()).isEqualTo(1);
        assertThat(answer.path("unconfirmed")).isEmpty();
        assertThat(leads(answer, "different")).containsExactly(lead.toString());
        assertThat(answer.path("different").get(0).path("customerId").asText()).isEqualTo("2");
        past.gone(2, NOW);
        past.gone(1, NOW);
        assertThat(leads(today(), "unconfirmed")).containsExactly(lead.toString());
    }

    @Test
    void elseByItsEmail() {
        past.delivered(null, "add", "[]", TWO_HOURS_AGO);
        past.told(1, Past.NAME, Past.phone(1L), Past.email(null), AN_HOUR_AGO);
        past.told(2, "Augusta King", Past.phone(null), null, TWO_HOURS_AGO);
        past.gone(2, AN_HOUR_AGO);

        assertThat(today().path("confirmed").asInt()).isEqualTo(1);
        assertThat(today().path("unconfirmed")).isEmpty();
    }

    @Test
    void whatKaptureHasOtherwiseIsToldFieldByField() {
        LeadId lead = past.added(1, TWO_HOURS_AGO);
        past.told(1, "Augusta King", "+919999999999", "augusta@example.com", AN_HOUR_AGO);

        JsonNode answer = today();

        assertThat(answer.path("confirmed").asInt()).isEqualTo(1);
        assertThat(leads(answer, "different")).containsExactly(lead.toString());
        JsonNode fields = answer.path("different").get(0).path("fields");
        assertThat(fields).hasSize(3);
        assertThat(fields.toString())
                .isEqualTo(
                        "[{\"field\":\"name\",\"sent\":\"Ada Lovelace\",\"found\":\"Augusta King\"},"
                                + "{\"field\":\"phoneNumber\",\"sent\":\"+919000000001\",\"found\":\"+919999999999\"},"
                                + "{\"field\":\"emailAddress\",\"sent\":\"ada1@example.com\",\"found\":\"augusta@example.com\"}]");
    }

    @Test
    void blankOrMaskedIsNoDifferenceNorAreBlanksInAName() {
        past.added(1, TWO_HOURS_AGO);
        past.told(1, null, null, null, AN_HOUR_AGO);
        past.added(2, TWO_HOURS_AGO);
        past.told(2, " Ada   Lovelace ", Past.phone(2L), null, AN_HOUR_AGO);

        assertThat(today().path("different")).isEmpty();
    }

    @Test
    void ofACustomersLeadsTheNewestIsCompared() {
        past.added(1, TWO_HOURS_AGO);
        LeadId newest = past.updated(1, TWO_HOURS_AGO.plusSeconds(60));
        past.told(1, "Augusta King", null, null, AN_HOUR_AGO);

        assertThat(leads(today(), "different")).containsExactly(newest.toString());
        // The older one was overwritten by a lead outside of that time.
        JsonNode before =
                Desk.viewer(replica).read(PATH + "?from=" + TWO_HOURS_AGO + "&to=" + TWO_HOURS_AGO.plusSeconds(30));
        assertThat(before.path("confirmed").asInt()).isEqualTo(1);
        assertThat(before.path("different")).isEmpty();
    }

    @Test
    void ofTwoCustomersInOnePersonTheNameAloneWasSent() {
        past.delivered(1L, "update", "[{\"code\":\"kapture-two-customers\",\"message\":\"x\"}]", TWO_HOURS_AGO);
        past.told(1, Past.NAME, "+919999999999", "augusta@example.com", AN_HOUR_AGO);
        LeadId named =
                past.delivered(2L, "update", "[{\"code\":\"kapture-two-customers\",\"message\":\"x\"}]", TWO_HOURS_AGO);
        past.told(2, "Augusta King", "+919999999998", null, AN_HOUR_AGO);

        JsonNode answer = today();

        assertThat(leads(answer, "different")).containsExactly(named.toString());
        assertThat(answer.path("different").get(0).path("fields")).hasSize(1);
    }

    @Test
    void whereOnlySourcesAreUpdatedOnlyWhatWasAddedIsCompared() {
        LeadId added = past.added(1, TWO_HOURS_AGO);
        past.told(1, "Augusta King", null, null, AN_HOUR_AGO);
        LeadId updated = past.updated(2, TWO_HOURS_AGO.plusSeconds(1));
        past.told(2, "Augusta King", "+919999999998", null, AN_HOUR_AGO);

        assertThat(leads(today(), "different")).containsExactly(added.toString(), updated.toString());
        assertThat(leads(Desk.viewer(sourceOnly).read(PATH), "different")).containsExactly(added.toString());
    }

    @Test
    void whoCameByNoLeadIsUnexplainedWithoutASingleWordOfThePerson() {
        past.stranger(7, AN_HOUR_AGO);
        past.stranger(8, TWO_DAYS_AGO);
        past.confirmed(9, AN_HOUR_AGO);
        past.stranger(10, AN_HOUR_AGO);
        past.gone(10, NOW);

        JsonNode unexplained = today().path("unexplained");

        assertThat(unexplained).hasSize(1);
        assertThat(unexplained.get(0).path("customerId").asText()).isEqualTo("7");
        assertThat(unexplained.get(0).properties().stream().map(Map.Entry::getKey))
                .containsExactly("customerId", "createdAt", "modifiedAt", "seenAt");
    }

    @Test
    void eachListEndsAtAThousandAndTheCountDoesNot() {
        LongStream.rangeClosed(1, 1001).forEach(id -> past.added(id, TWO_HOURS_AGO));

        assertThat(today().path("unconfirmed")).hasSize(1000);

        LongStream.rangeClosed(1, 1001).forEach(id -> past.told(id, "Augusta King", null, null, AN_HOUR_AGO));
        JsonNode told = today();
        assertThat(told.path("confirmed").asInt()).isEqualTo(1001);
        assertThat(told.path("different")).hasSize(1000);
    }

    @Test
    void aDateIsADayOfTheTenant() {
        LocalDate day = LocalDate.ofInstant(TWO_DAYS_AGO, KOLKATA);
        Instant begin = day.atStartOfDay(KOLKATA).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(KOLKATA).toInstant();
        past.added(1, begin.minusMillis(1));
        LeadId first = past.added(2, begin);
        LeadId last = past.added(3, end.minusMillis(1));
        past.added(4, end);

        JsonNode answer = Desk.viewer(replica).read(PATH + "?from=" + day + "&to=" + day);

        assertThat(leads(answer, "unconfirmed")).containsExactly(first.toString(), last.toString());
        assertThat(answer.path("from").asText()).isEqualTo(begin.toString());
        assertThat(answer.path("to").asText()).isEqualTo(end.toString());
        // The same with offsets, one of which has lost its plus on the way, and in local time.
        for (String same : List.of(
                "?from=" + day + "T00:00:00+05:30&to=" + day.plusDays(1) + "T00:00:00%2B05:30",
                "?from=" + day + "T00:00&to=" + day.plusDays(1) + "T00:00:00")) {
            assertThat(Desk.viewer(replica).read(PATH + same)).as(same).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?from=2026-13-01",
                "?from=2026-11-02&to=2026-11-01",
                "?from=2020-01-01&to=2026-01-01",
                "?from=%00",
                "?to=9999999999-01-01",
                "?from=%2B300000-01-01",
                "?from=%2B300000-01-01&to=%2B300000-01-01",
                "?to=%2B999999999-12-31T23:59:59-18:00",
                "?to=%2B10000-01-01",
                "?to=1969-12-31",
                "?to=0000-01-01",
                "?to=-5000-01-01"
            })
    void aTimeThatIsNoneIsMalformed(String query) {
        HttpResponse<String> answer = Desk.viewer(replica).get(PATH + query);

        assertThat(answer.statusCode()).as(query).isEqualTo(400);
        assertThat(Api.json(answer).path("type").asText()).endsWith("/malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\": \"+300000-01-01\"}",
                "{\"from\": \"+300000-01-01\", \"to\": \"+300000-01-01\"}",
                "{\"to\": \"+999999999-12-31T23:59:59-18:00\"}",
                "{\"to\": \"0000-01-01\"}",
                "{\"to\": \"-5000-01-01\"}"
            })
    void norCanItBePulled(String body) {
        HttpResponse<String> answer = Desk.operator(replica).post(PULL, body);

        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(Api.json(answer).path("type").asText()).endsWith("/malformed-request");
        assertThat(pulls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01", "9999-12-31"})
    void theFirstDayAndTheLastAreDays(String day) {
        assertThat(Desk.viewer(replica)
                        .get(PATH + "?from=" + day + "&to=" + day)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data;boundary=x",
                "application/json;charset=utf-16",
                "application/*",
                "json"
            })
    void aPullIsAskedForInJson(String type) {
        for (String body : List.of("{}", "")) {
            HttpResponse<String> refused = Desk.operator(replica).send("POST", PULL, body, "Content-Type", type);

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(415);
            assertThat(Api.json(refused).path("type").asText()).endsWith("/unsupported-media-type");
        }
        assertThat(pulls()).isZero();
    }

    @Test
    void orWithoutABody() {
        assertThat(Desk.operator(replica).post(PULL, "").statusCode()).isEqualTo(202);
        assertThat(Desk.operator(replica)
                        .send("POST", PULL, "{}", "Content-Type", "Application/JSON; charset=UTF-8")
                        .statusCode())
                .isEqualTo(202);
    }

    private static int pulls() {
        return jdbc.sql("select count(*) from kapture_pull")
                .query(Integer.class)
                .single();
    }

    @Test
    void capCannotBeReconciledAndWhatIsNotConfiguredIsNotThere() {
        for (String call : List.of("reconciliation", "customers", "customers/pulls/x")) {
            assertThat(Desk.viewer(replica)
                            .get("/api/v1/destinations/cap/" + call)
                            .statusCode())
                    .isEqualTo(409);
            assertThat(Desk.viewer(replica)
                            .get("/api/v1/destinations/cup/" + call)
                            .statusCode())
                    .isEqualTo(404);
        }
        HttpResponse<String> pull = Desk.operator(replica).post("/api/v1/destinations/cap/customers/pull", "{}");
        assertThat(pull.statusCode()).isEqualTo(409);
        assertThat(Api.json(pull).path("type").asText()).endsWith("/not-possible-now");
    }

    @Test
    void aRowPerDayIsKeptAndCountedAgainWhileLeadsAreLeft() {
        LocalDate day = LocalDate.ofInstant(TWO_DAYS_AGO, KOLKATA);
        Instant noon = day.atTime(12, 0).atZone(KOLKATA).toInstant();
        past.added(1, noon);
        past.added(2, noon);
        past.confirmed(2, noon.plusSeconds(1));
        past.stranger(3, noon);
        past.added(4, noon.plus(1, ChronoUnit.DAYS));
        past.told(4, "Augusta King", null, null, noon.plus(1, ChronoUnit.DAYS).plusSeconds(1));
        past.added(5, NOW);

        count();

        assertThat(row(day)).containsEntry("confirmed", 1).containsEntry("unconfirmed", 1);
        assertThat(row(day)).containsEntry("unexplained", 1).containsEntry("different", 0);
        assertThat(row(day.plusDays(1))).containsEntry("confirmed", 1).containsEntry("different", 1);
        // Today is not over.
        assertThat(jdbc.sql("select count(*) from kapture_reconciliation")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(gauge()).isEqualTo(1);

        past.confirmed(1, NOW);
        jdbc.sql("update kapture_reconciliation set counted_at = counted_at - interval '1 hour'")
                .update();
        count();

        assertThat(row(day)).containsEntry("confirmed", 2).containsEntry("unconfirmed", 0);
        assertThat(gauge()).isZero();
    }

    @Test
    void aDayThatWasFineIsCountedAgainSinceItMayNotStaySo() {
        LocalDate day = LocalDate.ofInstant(TWO_DAYS_AGO, KOLKATA);
        Instant noon = day.atTime(12, 0).atZone(KOLKATA).toInstant();
        past.added(1, noon);
        past.confirmed(1, noon.plusSeconds(1));
        count();
        assertThat(row(day)).containsEntry("confirmed", 1).containsEntry("unconfirmed", 0);
        assertThat(gauge()).isZero();

        past.gone(1, NOW);
        past.stranger(2, noon);
        jdbc.sql("update kapture_reconciliation set counted_at = counted_at - interval '1 hour'")
                .update();
        count();

        assertThat(row(day)).containsEntry("confirmed", 0).containsEntry("unconfirmed", 1);
        assertThat(row(day)).containsEntry("unexplained", 1);
        assertThat(gauge()).isEqualTo(1);
    }

    @Test
    void daysThatAreNotCountedAnyMoreAreForgotten() {
        past.added(1, TWO_DAYS_AGO);
        past.confirmed(1, NOW);
        jdbc.sql("""
                        insert into kapture_reconciliation (destination, day, confirmed, unconfirmed, unexplained,
                            different)
                        select 'kapture', current_date - ago, 0, 1, 0, 0 from unnest(array[40, 366, 370, 400]) as ago
                        """).update();

        count();

        assertThat(gauge()).isZero();
        assertThat(jdbc.sql("select count(*) from kapture_reconciliation where day < current_date - 30")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void theGaugeCountsLeadsThatAreOlderThanADay() {
        past.added(1, NOW.minus(23, ChronoUnit.HOURS));
        past.added(2, NOW.minus(25, ChronoUnit.HOURS));
        past.added(3, NOW.minus(60, ChronoUnit.HOURS));
        past.added(4, NOW.minus(60, ChronoUnit.HOURS));
        past.confirmed(4, NOW);

        count();

        assertThat(gauge()).isEqualTo(2);
    }

    private static void count() {
        replica.bean(Reconciling.class).count(KAPTURE);
    }

    private static double gauge() {
        String name = "leadrouter_reconciliation_unconfirmed{destination=\"kapture\"}";
        return Api.management(replica, "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> row(LocalDate day) {
        return jdbc.sql("select * from kapture_reconciliation where day = ?")
                .param(day)
                .query()
                .singleRow();
    }

    /** Of the last day. */
    private static JsonNode today() {
        return Desk.viewer(replica).read(PATH);
    }

    private static List<String> leads(JsonNode answer, String list) {
        return StreamSupport.stream(answer.path(list).spliterator(), false)
                .map(entry -> entry.path("leadId").asText())
                .toList();
    }
}
