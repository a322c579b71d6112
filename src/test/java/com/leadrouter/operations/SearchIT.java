package com.leadrouter.operations;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.TooManyReaders;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators read over HTTP: pages and tables of leads, a lead, what needs attention, the audit, the overview. */
class SearchIT {

    private static final String LEADS = "/api/v1/leads";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static Database database;
    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica replica;
    private static Past past;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        jdbc = database.jdbc();
        past = new Past(jdbc);
        standIns = StandIns.start();
        replica = Replica.start(database, standIns, "--logging.level.com.leadrouter=off");
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @BeforeEach
    void forget() {
        past.forget();
    }

    @Test
    void pagesLeadFromTheNewestToTheOldest() {
        List<String> newestFirst = LongStream.rangeClosed(1, 5)
                .mapToObj(i -> past.added(i, NOW.minusSeconds(i)).toString())
                .toList();

        List<String> found = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = Desk.viewer(replica).read(LEADS + "?limit=2" + next);
            page.path("leads").forEach(lead -> found.add(lead.path("leadId").asText()));
            next = page.path("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (next != null);

        assertThat(found).isEqualTo(newestFirst);
    }

    @Test
    void aLeadIsShownAsInTheDocument() {
        LeadId id = past.added(7, NOW);

        JsonNode lead = Desk.viewer(replica).read(LEADS).path("leads").path(0);

        assertThat(lead.toString())
                .isEqualTo("{\"leadId\":\"" + id + "\",\"source\":\"demo\",\"status\":\"DELIVERED\",\"receivedAt\":\""
                        + NOW
                        + "\",\"firstName\":\"Ada\",\"lastName\":\"Lovelace\",\"emailAddress\":\"ada7@example.com\","
                        + "\"phoneNumber\":\"+919000000007\",\"campaignId\":null,\"enquiryType\":null,\"vehicle\":null,"
                        + "\"deliveries\":[{\"destination\":\"kapture\",\"status\":\"DELIVERED\",\"outcome\":\"ACCEPTED\","
                        + "\"httpStatus\":200,\"attempts\":1,\"nextAttemptAt\":null}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=DONE            | status is one of ACCEPTED,",
                "deliveryStatus=pending | deliveryStatus is one of PENDING,",
                "outcome=OK             | outcome is one of ACCEPTED,",
                "destination=CAP        | destination is the name of a destination.",
                "from=yesterday         | from is an ISO date,",
                "to=2026-13-01          | to is an ISO date,",
                "cursor=1               | cursor is the nextCursor of the page before.",
                "limit=0                | limit is a number from 1 to 500.",
                "limit=501              | limit is a number from 1 to 500.",
                "limit=x                | limit is a number from 1 to 500.",
                "q=a%00b                | q has at most 254 characters, none of them a control character."
            })
    void aParameterThatCannotBeReadIsNamed(String query, String rule) {
        for (String path : List.of(LEADS, LEADS + ".csv")) {
            HttpResponse<String> answer = Desk.viewer(replica).get(path + "?" + query);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Api.json(answer).path("type").asText()).endsWith("/malformed-request");
            assertThat(Api.json(answer).path("detail").asText()).startsWith(rule);
        }
    }

    @Test
    void whatIsBlankDoesNotNarrowTheSearch() {
        past.added(1, NOW);

        assertThat(Desk.viewer(replica)
                        .read(LEADS
                                + "?status=&source=&destination=&deliveryStatus=&outcome=&from=&to=&q=+&cursor=&limit=")
                        .path("leads"))
                .hasSize(1);
    }

    @Test
    void aDateIsAWholeDay() {
        Instant midnight = NOW.truncatedTo(ChronoUnit.DAYS);
        past.added(1, midnight.minusMillis(1));
        past.added(2, midnight);

        assertThat(emails("?from=" + midnight.toString().substring(0, 10))).containsExactly("ada2@example.com");
        assertThat(emails("?to=" + midnight.minusMillis(1).toString().substring(0, 10)))
                .containsExactly("ada1@example.com");
        assertThat(emails("?from=" + midnight.minusMillis(1) + "&to=" + midnight))
                .containsExactly("ada1@example.com");
    }

    @Test
    void onlyOperatorsSearchAndNobodyKeepsWhatTheyFind() {
        for (String path : List.of(LEADS, LEADS + ".csv", "/api/v1/attention", "/api/v1/audit")) {
            assertThat(Desk.stranger(replica).get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(Desk.stranger(replica).send("HEAD", path, "").statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(Api.get(replica, path, "demo-key").statusCode()).as(path).isEqualTo(401);
            HttpResponse<String> answer = Desk.viewer(replica).get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(Desk.viewer(replica).send("HEAD", path, "").statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void anOperatorReadsAnyLeadAndASourceItsOwn() {
        String path = LEADS + "/" + past.added(1, NOW);

        JsonNode report = Desk.viewer(replica).read(path);
        assertThat(report.path("status").asText()).isEqualTo("DELIVERED");
        assertThat(Api.json(Api.get(replica, path, "demo-key"))).isEqualTo(report);
        assertThat(Api.get(replica, path, "other-key").statusCode()).isEqualTo(404);
        // Who sends a key is a source, whatever else he sends.
        assertThat(Desk.viewer(replica)
                        .send("GET", path, "", "X-API-Key", "other-key")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Desk.viewer(replica)
                        .get(LEADS + "/019a9f3c-7b1e-7c52-9f0a-3b6f2d1e4c58")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> nobody = Desk.stranger(replica).get(path);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("ApiKey");
        assertThat(new Desk(replica, "viewer:wrong").get(path).statusCode()).isEqualTo(401);
        assertThat(Desk.stranger(replica)
                        .send("GET", path, "", "Cookie", "SESSION=x")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatIsPendingWhereItIsPausedIsHeld() {
        pending("kapture");
        pending("cap");
        assertThat(found("?deliveryStatus=PENDING")).isEqualTo(2);

        jdbc.sql("""
                        insert into destination_state (destination, paused, pause_reason, paused_since)
                        values ('kapture', true, 'Kapture moves', now())
                        """).update();

        eventually(() -> assertThat(found("?deliveryStatus=HELD")).isEqualTo(1));
        assertThat(found("?deliveryStatus=PENDING&destination=cap")).isEqualTo(1);
        assertThat(found("?deliveryStatus=PENDING&destination=kapture")).isZero();
        JsonNode groups = Desk.viewer(replica).read("/api/v1/attention").path("groups");
        assertThat(groups.findValuesAsText("message")).containsExactly("Kapture moves");
        assertThat(groups.findValuesAsText("count")).containsExactly("1");
        Overview overview = replica.bean(Overviews.class).now();
        assertThat(overview.waiting()).isEqualTo(2);
        assertThat(overview.destinations().getLast().held()).isEqualTo(1);
        assertThat(overview.destinations().getFirst().pending()).isEqualTo(1);
        jdbc.sql("truncate destination_state").update();
        eventually(() -> assertThat(found("?deliveryStatus=HELD")).isZero());
    }

    @Test
    void whatWaitsForAPersonIsGroupedByWhatItWaitsFor() {
        givenUp(1, "REJECTED", "REJECTED_CONFIGURATION", "spring", "The campaign has ended.");
        givenUp(2, "REJECTED", "REJECTED_CONFIGURATION", "spring", "The campaign has ended.");
        givenUp(3, "REJECTED", "REJECTED_CONFIGURATION", "autumn", "The campaign has ended.");
        givenUp(4, "REJECTED", "REJECTED_DATA", "spring", "The postcode is not valid.");
        givenUp(5, "REJECTED", "REJECTED_DATA", "autumn", "The postcode is not valid.");
        givenUp(6, "DEAD", "UNREACHABLE", "spring", null);
        past.delivered(7L, "update", "[{\"code\":\"kapture-two-customers\",\"message\":\"Two of them.\"}]", NOW);
        jdbc.sql("""
                        update delivery
                        set status = 'HELD', hold_reason = 'sent, and never answered', settled_at = null
                        where lead_id = :id
                        """).param("id", past.added(8, NOW).value()).update();
        past.added(9, NOW.minus(6, ChronoUnit.DAYS)); // what was counted before all leads that are left is not told
        jdbc.sql("""
                        insert into kapture_reconciliation (destination, day, confirmed, unconfirmed, unexplained, different)
                        values ('kapture', current_date - 5, 1, 2, 0, 0), ('kapture', current_date - 4, 9, 3, 0, 0),
                            ('kapture', current_date - 3, 9, 0, 0, 0)
                        """).update();

        List<String> groups = new ArrayList<>();
        Desk.viewer(replica)
                .read("/api/v1/attention")
                .path("groups")
                .forEach(group -> groups.add(group.path("kind").asText() + " "
                        + group.path("destination").asText() + " "
                        + group.path("campaignId").asText() + " "
                        + group.path("message").asText() + " "
                        + group.path("count").asText()
                        + (group.path("oldestAt").isNull() ? " never" : "")));

        assertThat(groups)
                .containsExactly(
                        "held kapture null sent, and never answered 1",
                        "rejected-configuration kapture spring The campaign has ended. 2",
                        "rejected-data kapture null The postcode is not valid. 2",
                        "dead kapture null UNREACHABLE 1",
                        "rejected-configuration kapture autumn The campaign has ended. 1",
                        "two-customers kapture null Two of them. 1",
                        "unconfirmed kapture null null 5");
    }

    @Test
    void whatIsTooManyToBeToldApartIsCountedAllTheSame() {
        givenUp(1, "REJECTED", "REJECTED_DATA", "spring", "The postcode is not valid.");
        givenUp(2, "REJECTED", "REJECTED_DATA", "spring", "The postcode is not valid.");
        givenUp(3, "REJECTED", "REJECTED_DATA", "spring", "The name is not valid.");
        givenUp(4, "DEAD", "UNREACHABLE", "spring", null);

        assertThat(attention(2, 1000).groups())
                .filteredOn(group -> group.message() == null)
                .extracting(AttentionGroup::kind, AttentionGroup::count, AttentionGroup::oldestAt)
                .containsExactly(tuple(AttentionGroup.Kind.REJECTED_DATA, 1L, null));
        assertThat(attention(1000, 1).groups())
                .extracting(AttentionGroup::kind, AttentionGroup::message, AttentionGroup::count)
                .containsExactly(
                        tuple(AttentionGroup.Kind.REJECTED_DATA, "The postcode is not valid.", 2L),
                        tuple(AttentionGroup.Kind.DEAD, "UNREACHABLE", 1L),
                        tuple(AttentionGroup.Kind.REJECTED_DATA, null, 1L));
    }

    private static Attention attention(int mostLookedAt, int mostGroups) {
        return new Attention(
                replica.bean(JdbcClient.class),
                replica.bean(OneMoment.class),
                replica.bean(CustomerDesk.class),
                replica.bean(DailyReconciliations.class),
                mostLookedAt,
                mostGroups);
    }

    @Test
    void whatAGroupSaysFindsItForSendingAgain() {
        givenUp(1, "DEAD", "UNREACHABLE", "spring", null);
        givenUp(2, "DEAD", "FAILED", "spring", "The server is on fire.");
        RetryMatches matches = replica.bean(RetryMatches.class);

        for (AttentionGroup group : replica.bean(Attention.class).groups()) {
            assertThat(matches.count(new RetryFilter(null, null, null, null, group.message(), null, null)))
                    .isEqualTo(1);
        }
    }

    @Test
    void howeverManyReadAtLengthMostConnectionsAreLeftToOthers() throws Exception {
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement();
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            statement.execute("lock table lead in access exclusive mode");
            LeadSearch search = replica.bean(LeadSearch.class);
            List<Future<Object>> searches = IntStream.range(0, 30)
                    .mapToObj(i -> people.submit(() -> {
                        try {
                            return (Object) search.search(new Asked().q("ada").query());
                        } catch (TooManyReaders e) {
                            return e;
                        }
                    }))
                    .toList();
            eventually(() -> assertThat(waitingForLocks()).isEqualTo(Readers.AT_ONCE));
            for (Future<Object> each : searches) {
                assertThat(each.get()).isInstanceOfAny(LeadSearch.Answer.TooBroad.class, TooManyReaders.class);
            }
        }
        assertThat(found("?q=ada")).isZero();
    }

    @Test
    void whoCannotReadForTheOthersIsToldToComeAgain() {
        CountDownLatch taken = new CountDownLatch(Readers.AT_ONCE);
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Readers.AT_ONCE; i++) {
                var unused = others.submit(() -> replica.bean(Readers.class).read(() -> {
                    taken.countDown();
                    return uninterrupted(over);
                }));
            }
            uninterrupted(taken);
            try {
                for (String path : List.of(LEADS, LEADS + ".csv")) {
                    HttpResponse<String> answer = Desk.viewer(replica).get(path);
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    assertThat(answer.headers().firstValue("Content-Disposition"))
                            .isEmpty();
                }
                assertThat(Desk.viewer(replica).get("/api/v1/audit").statusCode())
                        .isEqualTo(200);
            } finally {
                over.countDown();
            }
        }
        assertThat(found("")).isZero();
    }

    private static boolean uninterrupted(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long waitingForLocks() {
        return jdbc.sql("""
                        select count(*)
                        from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock' and query like '%lead l%'
                        """).query(Long.class).single();
    }

    @Test
    void theTableHasAllThatMatchAndRunsInNoSpreadsheet() {
        past.added(1, NOW.minusSeconds(1));
        LeadId nasty = past.added(2, NOW);
        past.updated(3, NOW.minusSeconds(2));
        jdbc.sql("""
                        update lead
                        set document = jsonb_set(document, '{contact}', document -> 'contact'
                                || '{"firstName": "=1+1", "lastName": "O\\"Hara, Ada"}'),
                            campaign = '@spring', source = 'façade'
                        where id = :id
                        """).param("id", nasty.value()).update();
        jdbc.sql("update delivery set destination = 'former' where external_id = '3'")
                .update();

        HttpResponse<String> answer = Desk.viewer(replica).get(LEADS + ".csv?limit=1");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"leads.csv\"");
        List<String> lines = List.of(answer.body().split("\r\n", -1));
        assertThat(lines.getFirst())
                .isEqualTo(
                        "leadId,source,status,receivedAt,firstName,lastName,emailAddress,phoneNumber,campaignId,enquiryType,"
                                + "vehicle,cap.status,cap.outcome,cap.httpStatus,cap.externalId,former.status,former.outcome,"
                                + "former.httpStatus,former.externalId,kapture.status,kapture.outcome,kapture.httpStatus,"
                                + "kapture.externalId");
        assertThat(lines.get(1))
                .startsWith(nasty + ",façade,DELIVERED," + NOW + ",\"'=1+1\",\"O\"\"Hara, Ada\",ada2@example.com,"
                        + "'+919000000002,'@spring,,,,,,,");
        assertThat(lines.get(1)).endsWith(",DELIVERED,ACCEPTED,200,2");
        assertThat(lines).hasSize(5);
        assertThat(Desk.viewer(replica)
                        .get(LEADS + ".csv?cursor=" + nasty)
                        .body()
                        .lines())
                .hasSize(3);
        assertThat(lines.getLast()).isEmpty();
        assertThat(Desk.viewer(replica).get(LEADS + ".csv?source=demo").body().lines())
                .hasSize(3);
        assertThat(Desk.viewer(replica).send("HEAD", LEADS + ".csv", "").body()).isEmpty();
    }

    @Test
    void aTableThatIsCutOffDoesNotLookWhole() throws IOException {
        jdbc.sql("""
                        insert into lead (id, source, received_at, disposition, destinations, document)
                        select new_lead_id(clock_timestamp(), i % 16384), 'demo', clock_timestamp(), 'SPAM', '{}',
                            jsonb_build_object('contact', jsonb_build_object('firstName', repeat('a', 2000)))
                        from generate_series(1, 20000) as i
                        """).update();
        try (InputStream table = Desk.viewer(replica).stream(LEADS + ".csv")) {
            assertThat(table.readNBytes(100_000)).hasSize(100_000);
            jdbc.sql("alter table lead rename to lead_that_was").update();
            try {
                assertThat(catchThrowable(table::readAllBytes)).isInstanceOf(IOException.class);
            } finally {
                jdbc.sql("alter table lead_that_was rename to lead").update();
            }
        }
    }

    @Test
    void aTableOutlivesADatabaseThatIsAwayForAMoment() throws Exception {
        jdbc.sql("""
                        insert into lead (id, source, received_at, disposition, destinations, document)
                        select new_lead_id(clock_timestamp(), i % 16384), 'demo', clock_timestamp(), 'SPAM', '{}',
                            jsonb_build_object('contact', jsonb_build_object('firstName', repeat('a', 2000)))
                        from generate_series(1, 20000) as i
                        """).update();
        try (InputStream table = Desk.viewer(replica).stream(LEADS + ".csv");
                Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement();
                ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(table.readNBytes(100_000)).hasSize(100_000);
            other.setAutoCommit(false);
            statement.execute("lock table lead in access exclusive mode");
            Future<byte[]> rest = reader.submit(table::readAllBytes);
            eventually(() -> assertThat(waitingForLocks()).isPositive());
            statement.execute("""
                    select pg_terminate_backend(pid)
                    from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'
                    """);
            other.rollback();

            long lines = 1;
            for (byte one : rest.get()) {
                lines += one == '\n' ? 1 : 0;
            }
            // The header, and those of which the first bytes have been read.
            assertThat(lines).isBetween(19_900L, 20_001L);
        }
    }

    @Test
    void theAuditIsReadFromTheNewestOn() {
        LeadId lead = past.added(1, NOW);
        LeadId other = past.added(2, NOW);
        acted("retry", lead + "/kapture", "again");
        acted("retry", other + "/kapture", null);
        acted("correct", lead.toString(), null);
        acted("pause", "kapture", null);
        acted("pull", "kapture-in", null);

        JsonNode first = Desk.viewer(replica).read("/api/v1/audit?limit=3");
        assertThat(first.path("entries").findValuesAsText("action")).containsExactly("pull", "pause", "correct");
        JsonNode second = Desk.viewer(replica)
                .read("/api/v1/audit?limit=3&cursor=" + first.path("nextCursor").asText());
        assertThat(second.path("entries").findValuesAsText("reason")).containsExactly("null", "again");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(Desk.viewer(replica)
                        .read("/api/v1/audit?target=" + lead)
                        .path("entries")
                        .findValuesAsText("action"))
                .containsExactly("correct", "retry");
        assertThat(Desk.viewer(replica)
                        .read("/api/v1/audit?target=kapture")
                        .path("entries")
                        .findValuesAsText("action"))
                .containsExactly("pause");
        assertThat(Desk.viewer(replica)
                        .read("/api/v1/audit?target=&cursor=&limit=")
                        .path("entries"))
                .hasSize(5);
        assertThat(replica.bean(Audit.class).of(other)).hasSize(1);
        for (String wrong : List.of("cursor=x", "limit=0", "limit=501", "target=" + "x".repeat(101))) {
            assertThat(Desk.viewer(replica).get("/api/v1/audit?" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void theOverviewCountsWhatCameAndWhatWasDeliveredInEachSlot() {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        past.added(1, hour.minus(23, ChronoUnit.HOURS));
        past.added(2, hour.minus(24, ChronoUnit.HOURS));
        past.added(3, hour.minus(2, ChronoUnit.HOURS));
        past.added(4, hour.minus(2, ChronoUnit.HOURS).plus(59, ChronoUnit.MINUTES));
        Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(5, ChronoUnit.MINUTES);
        past.added(5, minute);
        givenUp(6, "REJECTED", "REJECTED_DATA", "spring", "no");

        Overview overview = replica.bean(Overviews.class).now();

        assertThat(overview.received()).isEqualTo(5);
        assertThat(overview.delivered()).isEqualTo(4);
        assertThat(overview.lastDay().stream().filter(slot -> slot.from().equals(hour.minus(2, ChronoUnit.HOURS))))
                .containsExactly(new Overview.Slot(hour.minus(2, ChronoUnit.HOURS), 2, 2));
        assertThat(overview.lastHour().stream().filter(slot -> slot.from().equals(minute)))
                .containsExactly(new Overview.Slot(minute, 1, 1));
        Overview.OfDestination kapture = overview.destinations().getLast();
        assertThat(kapture.rejected()).isEqualTo(1);
        assertThat(kapture.deliveredInTheLastDay()).isEqualTo(4);
        assertThat(kapture.lastDay().stream().map(Overview.Became::count)).containsExactly(4L, 1L);
        assertThat(overview.oldestAt()).isEmpty();
    }

    private static List<String> emails(String query) {
        return Desk.viewer(replica).read(LEADS + query).path("leads").findValuesAsText("emailAddress");
    }

    private static int found(String query) {
        return Desk.viewer(replica).read(LEADS + query).path("leads").size();
    }

    private static void pending(String destination) {
        jdbc.sql("""
                        update delivery
                        set destination = :destination, status = 'PENDING', outcome = null, settled_at = null,
                            due_at = now() + interval '1 day'
                        where lead_id = :id
                        """)
                .param("destination", destination)
                .param("id", past.added(destination.length(), NOW).value())
                .update();
    }

    private static void givenUp(long customer, String status, String outcome, String campaign, String message) {
        jdbc.sql("""
                        with lead as (update lead set campaign = :campaign where id = :id)
                        update delivery
                        set status = :status, outcome = :outcome, external_id = null,
                            errors = case when :message::text is null then '[]'
                                else jsonb_build_array(jsonb_build_object('message', :message::text)) end
                        where lead_id = :id
                        """)
                .param("id", past.added(customer, NOW).value())
                .param("status", status)
                .param("outcome", outcome)
                .param("campaign", campaign)
                .param("message", message)
                .update();
    }

    private static void acted(String action, String target, String reason) {
        jdbc.sql("""
                        insert into operator_action (operator, action, target, count, reason)
                        values ('ops', :action, :target, 1, :reason)
                        """)
                .param("action", action)
                .param("target", target)
                .param("reason", reason)
                .update();
    }
}
