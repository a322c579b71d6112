package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole way of a lead, over real HTTP, through a real database, on two replicas. */
class MainJobIT {

    private static final Pattern LEAD_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static StandIns standIns;
    private static JdbcClient jdbc;
    private static Replica one;
    private static Replica two;

    @BeforeAll
    static void start() {
        Database database = TestDatabases.create();
        jdbc = database.jdbc();
        standIns = StandIns.start();
        String[] quickRetries = {
            "--lead-router.destinations.cap.delivery.retry.initial=50ms",
            "--lead-router.destinations.kapture.delivery.retry.initial=50ms",
            "--lead-router.sources.demo.form.rate-limit-per-ip=0",
            "--lead-router.sources.other.region=GB",
            "--lead-router.sources.other.duplicate-window=0",
            "--logging.level.com.leadrouter=warn"
        };
        one = Replica.start(database, standIns, quickRetries);
        two = Replica.start(database, standIns, quickRetries);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        standIns.close();
    }

    @BeforeEach
    void quiet() {
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where due_at is not null")
                        .query(Integer.class)
                        .single())
                .isZero());
        standIns.cap().reset();
        standIns.kapture().reset();
        jdbc.sql("truncate lead, delivery, delivery_call, intake_key, intake_fingerprint, kapture_customer")
                .update();
    }

    @Test
    void aLeadIsAcceptedThenDeliveredToBothAndEveryAnswerCanBeReadBack() {
        HttpResponse<String> answer = Api.post(one, Api.aLead(1));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode accepted = Api.json(answer);
        String leadId = accepted.path("leadId").asText();
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/leads/" + leadId);
        assertThat(accepted.path("status").asText()).isEqualTo("ACCEPTED");
        assertThat(accepted.path("deliveries")).hasSize(2);

        within(Duration.ofSeconds(5), () -> assertThat(status(leadId)).isEqualTo("DELIVERED"));
        JsonNode cap = Api.delivery(two, leadId, "cap");
        assertThat(cap.path("httpStatus").asInt()).isEqualTo(202);
        assertThat(cap.path("attempts").asInt()).isEqualTo(1);
        assertThat(cap.path("history")).hasSize(1);
        assertThat(cap.path("history").get(0).path("operation").asText()).isEqualTo("submit");
        assertThat(cap.path("history").get(0).path("outcome").asText()).isEqualTo("ACCEPTED");
        JsonNode kapture = Api.delivery(two, leadId, "kapture");
        assertThat(kapture.path("externalId").asText())
                .isEqualTo(
                        String.valueOf(standIns.kapture().customers().getFirst().id()));
        assertThat(standIns.cap().accepted(leadId)).isEqualTo(1);
        assertNoContractViolations();
    }

    @Test
    void whatHappensIsCounted() {
        String leadId = Api.accepted(one, Api.aLead(1));
        eventually(() -> assertThat(status(leadId)).isEqualTo("DELIVERED"));
        Api.post(one, "{}");

        within(
                Duration.ofSeconds(10),
                () -> assertThat(Api.management(one, "/actuator/prometheus").body())
                        .contains("leadrouter_leads_received_total{result=\"accepted\",source=\"demo\"}")
                        .contains("leadrouter_leads_received_total{result=\"invalid\",source=\"demo\"}")
                        .contains("leadrouter_outbox_deliveries{destination=\"cap\",status=\"PENDING\"}")
                        .contains("leadrouter_outbox_deliveries{destination=\"kapture\",status=\"HELD\"}")
                        .contains("leadrouter_outbox_deliveries{destination=\"kapture\",status=\"DEAD\"}")
                        .contains("leadrouter_outbox_oldest_seconds{destination=\"cap\"}"));
        String both = Api.management(one, "/actuator/prometheus").body()
                + Api.management(two, "/actuator/prometheus").body();
        assertThat(both)
                .contains("leadrouter_delivery_attempts_total{destination=\"cap\",operation=\"submit\","
                        + "outcome=\"ACCEPTED\",status=\"202\"}")
                .contains("leadrouter_delivery_attempt_seconds_bucket{destination=\"cap\",operation=\"submit\"")
                .contains("leadrouter_delivery_lag_seconds_bucket{destination=\"cap\"")
                .contains("leadrouter_deliveries_settled_total{destination=\"kapture\",status=\"DELIVERED\"}");
        assertThat(Api.management(one, "/actuator/health/liveness").statusCode())
                .isEqualTo(200);
        assertThat(Api.json(Api.management(one, "/actuator/health/readiness"))
                        .path("components")
                        .has("db"))
                .isTrue();
    }

    @Test
    void aLeadOfAnotherSourceIsNotFound() {
        String leadId = Api.accepted(one, Api.aLead(1));

        HttpResponse<String> answer = Api.get(one, "/api/v1/leads/" + leadId, "other-key");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Api.json(answer).path("type").asText()).endsWith("/not-found");
        assertThat(Api.get(one, "/api/v1/leads/" + leadId, "nobody's").statusCode())
                .isEqualTo(401);
        assertThat(Api.get(one, "/api/v1/leads/no-uuid", "demo-key").statusCode())
                .isEqualTo(404);
    }

    @Test
    void everyLeadArrivesOnceAlthoughEachTenthRequestFails() throws Exception {
        standIns.cap().faults().randomly(0.10, Fault.status(500), 42);
        standIns.kapture().faults().randomly(0.10, Fault.status(500), 43);

        List<String> leads = inParallel(16, 1000, i -> Api.accepted(i % 2 == 0 ? one : two, Api.aLead(i)));

        within(
                Duration.ofSeconds(120),
                () -> assertThat(jdbc.sql("select count(*) from delivery where status = 'DELIVERED'")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(2000));
        assertThat(leads).doesNotHaveDuplicates().hasSize(1000);
        for (String lead : leads) {
            assertThat(standIns.cap().accepted(lead)).isEqualTo(1);
            assertThat(calls(lead, "cap")).isEqualTo(standIns.cap().requests(lead));
        }
        assertThat(standIns.kapture().customers()).hasSize(1000);
        assertThat(standIns.kapture().accepted()).isEqualTo(1000);
        assertThat(standIns.kapture().overlaps()).isZero();
        assertThat(allCalls("kapture")).isEqualTo(standIns.kapture().requests());
        IntStream.range(0, 1000).forEach(i -> {
            String phone = String.valueOf(9_000_000_000L + i);
            assertThat(calls(leads.get(i), "kapture"))
                    .isEqualTo(standIns.kapture().calls().of(phone).size());
        });
        assertBothWorked();
        assertNoContractViolations();
    }

    @Test
    void equalPostsAtOnceAreOneLead() throws Exception {
        List<HttpResponse<String>> answers = inParallel(
                20, 20, i -> Api.post(i % 2 == 0 ? one : two, Api.aLead(1), Map.of("Idempotency-Key", "the-key")));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(202));
        assertThat(answers.stream()
                        .map(answer -> Api.json(answer).path("leadId").asText())
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.headers()
                                .firstValue("Idempotency-Replayed")
                                .equals(Optional.of("true"))))
                .hasSize(19);
        String leadId = Api.json(answers.getFirst()).path("leadId").asText();
        eventually(() -> assertThat(status(leadId)).isEqualTo("DELIVERED"));
        assertThat(standIns.cap().requests()).isEqualTo(1);
        assertThat(standIns.kapture().requests()).isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from lead").query(Integer.class).single())
                .isEqualTo(1);

        HttpResponse<String> other = Api.post(one, Api.aLead(2), Map.of("Idempotency-Key", "the-key"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Api.json(other).path("type").asText()).endsWith("/idempotency-key-reused");
    }

    @Test
    void ofEqualLeadsAtOnceOneIsDeliveredAndTheOthersNameIt() throws Exception {
        List<HttpResponse<String>> answers = inParallel(50, 50, i -> Api.post(i % 2 == 0 ? one : two, Api.aLead(1)));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(202));
        List<JsonNode> told = answers.stream().map(Api::json).toList();
        List<String> accepted = told.stream()
                .filter(answer -> answer.path("status").asText().equals("ACCEPTED"))
                .map(answer -> answer.path("leadId").asText())
                .toList();
        assertThat(accepted).hasSize(1);
        String first = accepted.getFirst();
        assertThat(told)
                .filteredOn(answer -> answer.path("status").asText().equals("DUPLICATE"))
                .hasSize(49)
                .allSatisfy(answer -> {
                    assertThat(answer.path("duplicateOf").asText()).isEqualTo(first);
                    assertThat(answer.path("deliveries")).isEmpty();
                });
        eventually(() -> assertThat(status(first)).isEqualTo("DELIVERED"));
        assertThat(standIns.cap().requests()).isEqualTo(1);
        assertThat(standIns.kapture().requests()).isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from delivery")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);

        JsonNode later = Api.json(Api.post(two, Api.aLead(1), Map.of("Idempotency-Key", "k")));
        String leadId = later.path("leadId").asText();
        JsonNode report = Api.report(one, leadId);
        assertThat(report.path("status").asText()).isEqualTo("DUPLICATE");
        assertThat(report.path("duplicateOf").asText()).isEqualTo(first);
        assertThat(report.path("deliveries")).isEmpty();
        HttpResponse<String> replay = Api.post(one, Api.aLead(1), Map.of("Idempotency-Key", "k"));
        assertThat(replay.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(Api.json(replay)).isEqualTo(later);
    }

    @Test
    void withoutADuplicateWindowEachOfThemIsDelivered() throws Exception {
        List<HttpResponse<String>> answers = inParallel(
                50, 50, i -> Api.post(i % 2 == 0 ? one : two, Api.aLead(1), Map.of("X-API-Key", "other-key")));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(Api.json(answer).path("status").asText()).isEqualTo("ACCEPTED"));
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where status = 'DELIVERED'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(100));
        assertThat(standIns.cap().requests()).isEqualTo(50);
        assertThat(standIns.kapture().customers()).hasSize(1);
        assertThat(standIns.kapture().overlaps()).isZero();
    }

    @Test
    void aCorrectedFormGoesThroughOnceTheFirstIsRejectedEverywhere() {
        standIns.cap().faults().next(1, Fault.status(400));
        standIns.kapture().faults().next(1, Fault.status(404));
        String first = Api.accepted(one, Api.aLead(1));
        eventually(() -> assertThat(status(first)).isEqualTo("FAILED"));

        String second = Api.accepted(two, Api.aLead(1));

        eventually(() -> assertThat(status(second)).isEqualTo("DELIVERED"));
    }

    @Test
    void theReferenceIsAKeyOfItsOwnKindAndOnlyWithoutTheHeader() {
        String lead = Api.aLead(1).replaceFirst("\\{", "{ \"externalReferenceId\": \"same\",");
        String first = Api.json(Api.post(one, lead)).path("leadId").asText();
        assertThat(Api.json(Api.post(two, lead)).path("leadId").asText()).isEqualTo(first);
        String other = Api.aLead(2).replaceFirst("\\{", "{ \"externalReferenceId\": \"same\",");
        assertThat(Api.post(one, other).statusCode()).isEqualTo(422);

        HttpResponse<String> withHeader = Api.post(one, other, Map.of("Idempotency-Key", "same"));
        assertThat(withHeader.statusCode()).isEqualTo(202);
        assertThat(withHeader.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void aReplayIsAnsweredWithHowTheLeadStandsNow() {
        String lead = Api.aLead(1);
        Map<String, String> key = Map.of("Idempotency-Key", "k");
        String leadId = Api.json(Api.post(one, lead, key)).path("leadId").asText();
        eventually(() -> assertThat(status(leadId)).isEqualTo("DELIVERED"));

        JsonNode replay = Api.json(Api.post(two, lead, key));

        assertThat(replay.path("status").asText()).isEqualTo("DELIVERED");
        assertThat(replay.path("deliveries").get(0).path("status").asText()).isEqualTo("DELIVERED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html"})
    void whoeverIsCaughtByATrapIsToldWhatAPersonIsToldHoweverOftenHeComes(String accept) {
        List<String> person = toldAtTheForm(accept, "ada");
        List<String> robot = toldAtTheForm(accept, "robot");

        assertThat(robot).isEqualTo(person);
        if (accept.equals("application/json")) {
            assertThat(person.subList(0, 2)).allSatisfy(told -> assertThat(told).contains("ACCEPTED", "PENDING"));
            assertThat(person.subList(2, 6))
                    .allSatisfy(told -> assertThat(told).contains("DUPLICATE", "\"duplicateOf\":\"id 1\""));
        }
        assertThat(dispositions("ada@example.com")).containsExactly("ROUTED", "DUPLICATE", "DUPLICATE", "DUPLICATE");
        assertThat(dispositions("robot@example.com")).containsExactly("SPAM", "SPAM", "SPAM", "SPAM");
        assertThat(jdbc.sql("select count(*) from delivery where lead_id in (select id from lead where email = ?)")
                        .param("robot@example.com")
                        .query(Integer.class)
                        .single())
                .isZero();

        HttpResponse<String> atLast = submit(one, accept, "robot", "", Map.of());
        assertThat(atLast.statusCode()).isLessThan(400);
        assertThat(dispositions("robot@example.com")).contains("ROUTED");
        eventually(() -> assertThat(jdbc.sql("select distinct status from delivery")
                        .query(String.class)
                        .list())
                .containsExactly("DELIVERED"));
    }

    /** All that can be told by comparing answers; where ids stand, their number. */
    private static List<String> toldAtTheForm(String accept, String person) {
        String trap = person.equals("robot") ? "https://spam.example" : "";
        List<HttpResponse<String>> answers = new ArrayList<>();
        Map<String, String> first = Map.of("Idempotency-Key", person + " 1");
        Map<String, String> second = Map.of("Idempotency-Key", person + " 2");
        answers.add(submit(one, accept, person, trap, first));
        if (trap.isEmpty()) {
            eventually(() -> assertThat(jdbc.sql("select distinct status from delivery")
                            .query(String.class)
                            .list())
                    .containsExactly("DELIVERED"));
        }
        answers.add(submit(two, accept, person, trap, first));
        answers.add(submit(two, accept, person, trap, second));
        answers.add(submit(one, accept, person, trap, second));
        answers.add(submit(one, accept, person, trap, Map.of()));
        answers.add(submit(two, accept, person, trap, Map.of()));
        return told(answers);
    }

    private static List<String> told(List<HttpResponse<String>> answers) {
        List<String> ids = answers.stream()
                .flatMap(answer -> LEAD_ID.matcher(answer.body()).results().map(MatchResult::group))
                .distinct()
                .toList();
        return answers.stream()
                .map(answer -> {
                    Map<String, Object> headers = new TreeMap<>(answer.headers().map());
                    headers.remove("date");
                    return answer.statusCode() + " " + headers + " " + answer.body();
                })
                .map(told -> LEAD_ID.matcher(told).replaceAll(id -> "id " + (1 + ids.indexOf(id.group()))))
                .toList();
    }

    private static HttpResponse<String> submit(
            Replica replica, String accept, String person, String trap, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Accept", accept);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        String form = "campaignId=" + Api.CAMPAIGN + "&enquiryType=Test+Drive&contact.firstName=A&contact.lastName=L"
                + "&vehicle.name=Example+Vehicle&your-email=" + person + "@example.com&company_website=" + trap;
        return Api.post(replica, "/forms/pk_demo", form, all);
    }

    private static List<String> dispositions(String email) {
        return jdbc.sql("select disposition from lead where email = ? order by id")
                .param(email)
                .query(String.class)
                .list();
    }

    // As a honeypot would have it stored.
    @Test
    void theReplayOfSpamIsAnsweredAsIfItWereOnItsWay() {
        Map<String, String> key = Map.of("Idempotency-Key", "k");
        JsonNode accepted = Api.json(Api.post(one, Api.aLead(1), key));
        String leadId = accepted.path("leadId").asText();
        eventually(() -> assertThat(status(leadId)).isEqualTo("DELIVERED"));
        jdbc.sql("delete from delivery").update();
        jdbc.sql("update lead set disposition = 'SPAM', destinations = '{}'").update();

        assertThat(Api.json(Api.post(two, Api.aLead(1), key))).isEqualTo(accepted);
        assertThat(status(leadId)).isEqualTo("SPAM");
    }

    private static String status(String leadId) {
        return Api.report(one, leadId).path("status").asText();
    }

    private static int calls(String leadId, String destination) {
        return jdbc.sql("select count(*) from delivery_call where lead_id = ?::uuid and destination = ?")
                .params(leadId, destination)
                .query(Integer.class)
                .single();
    }

    private static int allCalls(String destination) {
        return jdbc.sql("select count(*) from delivery_call where destination = ?")
                .params(destination)
                .query(Integer.class)
                .single();
    }

    private static void assertBothWorked() {
        for (Replica replica : List.of(one, two)) {
            assertThat(Api.management(replica, "/actuator/prometheus")
                            .body()
                            .lines()
                            .filter(line -> line.startsWith("leadrouter_deliveries_settled_total"))
                            .filter(line -> line.contains("DELIVERED"))
                            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                            .sum())
                    .isGreaterThan(200);
        }
    }

    private static void assertNoContractViolations() {
        assertThat(standIns.cap().contractViolations()).isEmpty();
        assertThat(standIns.kapture().contractViolations()).isEmpty();
    }

    private interface Numbered<T> {
        T call(int number) throws Exception;
    }

    private static <T> List<T> inParallel(int clients, int count, Numbered<T> job) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
            List<Callable<T>> jobs = IntStream.range(0, count)
                    .<Callable<T>>mapToObj(i -> () -> job.call(i))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(jobs)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
