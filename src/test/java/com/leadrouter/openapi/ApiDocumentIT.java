package com.leadrouter.openapi;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.TcpProxy;
import com.leadrouter.delivery.DestinationBoard;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.openapi.Operation.Answer;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the document says, the running service does: every example of it is sent, and answered as it says. */
class ApiDocumentIT {

    private static final UnaryOperator<Call> A_PROGRAM = call -> call;
    private static final UnaryOperator<Call> A_BROWSER = call -> call.with("Accept", "text/html");

    private static final DestinationName KAPTURE = new DestinationName("kapture");

    private static JdbcClient jdbc;
    private static TcpProxy wire;
    private static StandIns standIns;
    private static Replica replica;
    private static Document document;
    private static OpenApiInteractionValidator validator;

    @BeforeAll
    static void start() {
        Database direct = TestDatabases.create();
        jdbc = JdbcClient.create(direct.dataSource());
        URI address = URI.create(direct.url().substring("jdbc:".length()));
        wire = new TcpProxy(address.getHost(), address.getPort());
        wire.mend();
        String there = address.getHost() + ":" + address.getPort();
        standIns = StandIns.start();
        replica = Replica.start(
                new Database(
                        direct.url().replace(there, "127.0.0.1:" + wire.port()), direct.username(), direct.password()),
                standIns,
                "--spring.datasource.hikari.connection-timeout=250",
                // What was claimed when the wire was cut is soon taken up again.
                "--lead-router.lease=5s",
                "--lead-router.sources.demo.duplicate-window=0",
                "--lead-router.destinations.kapture.pull.every=0",
                "--lead-router.sources.demo.form.key=pk_website_uk",
                "--lead-router.sources.demo.form.rate-limit-per-ip=0",
                "--lead-router.sources.again.api-keys=again-key",
                "--lead-router.sources.again.defaults.acquisition-channel=Website",
                "--lead-router.sources.slow.api-keys=slow-key",
                "--lead-router.sources.slow.rate-limit=1",
                "--lead-router.sources.slow.form.key=pk_slow",
                "--lead-router.sources.slow.form.allowed-origins=https://www.example.com",
                "--lead-router.sources.slow.form.rate-limit-per-ip=1",
                "--lead-router.routes[0].name=rest",
                "--lead-router.routes[0].when.source=demo,again,slow",
                "--lead-router.routes[0].to=cap,kapture",
                "--logging.level.com.leadrouter=off");
        document = Document.of(Api.get(replica, "/v3/api-docs", "none").body());
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(document.text())
                .build();
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
        wire.close();
    }

    @TestFactory
    Stream<DynamicTest> everyAnswerThatIsShownIsGiven() {
        return document.operations().stream()
                .flatMap(operation -> operation.answers().stream())
                .map(answer -> DynamicTest.dynamicTest(answer.toString(), () -> assertIsGiven(answer)));
    }

    @TestFactory
    Stream<DynamicTest> everyRequestThatIsShownMayBeSentAndItsAnswerIsShown() {
        return document.operations().stream()
                .flatMap(operation -> operation.bodies().stream()
                        .map(body -> DynamicTest.dynamicTest(operation + " " + body.type() + " " + body.name(), () -> {
                            assertMayBeSent(Call.to(operation).with(body));
                            assertThat(operation.answers().stream().map(Answer::name))
                                    .contains(body.name());
                        })));
    }

    @Test
    void aBrowserIsAnsweredWithPagesWhereItSaysSo() {
        Operation form = document.operation("submitForm");
        forget();
        assertIsPage(form, 303, "accepted");
        form.answers().stream()
                .filter(answer -> answer.status() >= 400 && answer.status() < 500)
                .forEach(answer -> {
                    forget();
                    assertIsPage(form, answer.status(), answer.name());
                });
        assertIsPage(document.operation("thankForForm"), 200, "thanks");
        assertIsPage(document.operation("thankForForm"), 404, "notFound");
    }

    @Test
    void everyAddressIsThereAndNoOther() {
        Set<String> ours = new TreeSet<>();
        replica.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, method) -> {
            Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
            if (method.getBeanType().getName().startsWith("com.leadrouter.")) {
                mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/") || path.startsWith("/forms/"))
                        .forEach(path -> (methods.isEmpty() ? Set.of(RequestMethod.POST) : methods)
                                .forEach(one -> ours.add(one.name().toLowerCase(Locale.ROOT) + " " + path)));
            }
        });
        // What a preflight asks is told in words.
        ours.remove("options /forms/{formKey}");

        assertThat(document.operations().stream().map(Operation::toString)).containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void itIsServedAsJsonAndAsYamlWithTheVersionOfTheBuild() {
        HttpResponse<String> json = Api.get(replica, "/v3/api-docs", "none");
        HttpResponse<String> yaml = Api.get(replica, "/v3/api-docs.yaml", "none");

        assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(yaml.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(Document.of(yaml.body()).root()).isEqualTo(document.root());
        assertThat(document.at("/openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").asText())
                .isEqualTo(replica.bean(BuildProperties.class).getVersion());
    }

    @Test
    void nothingElseOfTheLibrariesIsServed() {
        for (String path : List.of("/webjars/swagger-ui/5.32.2/index.html", "/webjars/", "/v3/api-docs/group")) {
            assertThat(Api.get(replica, path, "none").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(Api.get(replica, "/v3/api-docs/swagger-config", "none").body())
                .doesNotContain("petstore")
                .contains("\"url\":\"/v3/api-docs\"");
    }

    @Test
    void thePageIsSwitchedOff() {
        try (Replica without = Replica.start(
                TestDatabases.create(), standIns, "--springdoc.swagger-ui.enabled=false", "--logging.level.root=off")) {
            for (String path : List.of("/swagger-ui.html", "/swagger-ui/index.html", "/v3/api-docs/swagger-config")) {
                assertThat(Api.get(without, path, "none").statusCode()).as(path).isEqualTo(404);
            }
            assertThat(Api.get(without, "/v3/api-docs", "none").statusCode()).isEqualTo(200);
        }
    }

    private static void assertIsGiven(Answer shown) {
        forget();
        for (HttpResponse<String> answer : answers(shown)) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(shown.status());
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(shown.type());
            assertIsAsTheDocumentSays(shown.operation(), answer);
            assertThat(Masked.of(answer.body())).isEqualTo(Masked.of(shown.text()));
            assertThat(answer.headers().firstValue("Idempotency-Replayed").isPresent())
                    .isEqualTo(shown.name().equals("replayed"));
        }
    }

    private static List<HttpResponse<String>> answers(Answer shown) {
        Provoking provoking = new Provoking(replica, shown.operation(), A_PROGRAM);
        return switch (shown.name()) {
            case "delivered" -> List.of(reportOfADeliveredLead());
            case "pulled" -> {
                anEndedPull();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "customers" -> {
                forgetLeads();
                reportOfADeliveredLead();
                jdbc.sql("update kapture_customer set name = 'Ada Lovelace'").update();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "found" -> {
                forgetLeads();
                reportOfADeliveredLead();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "attention" -> {
                forgetLeads();
                reportOfADeliveredLead();
                jdbc.sql("""
                                update delivery
                                set status = 'REJECTED', outcome = 'REJECTED_CONFIGURATION',
                                    errors = '[{"message": "The campaign has ended."}]'
                                where destination = 'cap'
                                """).update();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "audited" -> {
                jdbc.sql("truncate operator_action").update();
                jdbc.sql("""
                                insert into operator_action (operator, action, target, count, reason)
                                values ('ops', 'pull', 'kapture', 1, 'Kapture was down')
                                """).update();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "remote" -> List.of(remoteOfALeadThatWasRenamed(shown.operation()));
            case "reconciled" -> List.of(reconciliationOfOneOfEach(shown.operation()));
            case "preview" -> List.of(ofADeliveredLead(shown));
            case "explained" -> List.of(ofADeliveredLead(shown));
            case "isDelivered", "isOver" -> List.of(ofADeliveredLead(shown));
            case "corrected", "correctedBadly" -> List.of(ofAnUnroutedLead(shown));
            case "retried", "cancelled" -> whilePaused(() -> List.of(of(newLead(), shown)));
            case "erased" -> {
                forgetLeads();
                yield List.of(ofADeliveredLead(shown));
            }
            case "erasedPerson" -> {
                forgetLeads();
                reportOfADeliveredLead();
                yield provoking.answers(shown.name());
            }
            case "counted", "resent" -> {
                forgetLeads();
                yield provoking.answers(shown.name());
            }
            case "job" -> whilePaused(() -> List.of(aJobOfManyLeads(shown)));
            case "runningJob", "stoppedJob" -> {
                aJobThatNobodyRuns();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "destinations" -> {
                forgetLeads();
                reportOfADeliveredLead();
                yield List.of(Call.to(shown.operation()).send(replica));
            }
            case "paused", "resumed" -> {
                forgetLeads();
                reportOfADeliveredLead();
                List<HttpResponse<String>> answers = provoking.answers(shown.name());
                replica.bean(DestinationBoard.class).resume(KAPTURE);
                yield answers;
            }
            case "replayed", "replayedBatch" -> {
                // So that the second answer finds the deliveries as the first one did.
                standIns.cap().faults().always(Fault.slow(Duration.ofSeconds(2)));
                standIns.kapture().faults().always(Fault.slow(Duration.ofSeconds(2)));
                try {
                    yield provoking.answers(shown.name());
                } finally {
                    standIns.cap().faults().clear();
                    standIns.kapture().faults().clear();
                }
            }
            case "away" -> {
                wire.cut();
                try {
                    yield provoking.answers(shown.name());
                } finally {
                    wire.mend();
                    Call read = Call.to(document.operation("readLead"));
                    eventually(() -> assertThat(read.send(replica).statusCode()).isEqualTo(404));
                }
            }
            case "broken" -> {
                jdbc.sql("alter table lead rename to lead_that_was").update();
                try {
                    yield provoking.answers(shown.name());
                } finally {
                    jdbc.sql("alter table lead_that_was rename to lead").update();
                }
            }
            default -> provoking.answers(shown.name());
        };
    }

    /** Of a person whom Kapture does not know yet. */
    private static HttpResponse<String> reportOfADeliveredLead() {
        nothingIsOnItsWay();
        standIns.kapture().reset();
        jdbc.sql("truncate kapture_customer").update();
        Operation handIn = document.operation("handInLead");
        HttpResponse<String> answer =
                Call.to(handIn).with(handIn.bodies().getFirst()).send(replica);
        Call read = Call.to(document.operation("readLead"))
                .at(answer.headers().firstValue("Location").orElseThrow());
        eventually(() -> assertThat(read.send(replica).body()).contains("\"status\":\"DELIVERED\",\"receivedAt\""));
        return read.send(replica);
    }

    private static void anEndedPull() {
        jdbc.sql("""
                        insert into kapture_pull (id, destination, requested_by, from_at, to_at, state, customers, new,
                            changed, started_at, finished_at)
                        values (:id::uuid, 'kapture', 'ops', now() - interval '2 days', now(), 'DONE', 1204, 17, 3,
                            now() - interval '8 seconds', now())
                        """).param("id", document.schema("PullId/examples/0").asText()).update();
    }

    /** The request that the document shows under that name, at another lead. */
    private static HttpResponse<String> of(String lead, Answer shown) {
        Call call = Call.to(shown.operation());
        Call there =
                call.at(call.path().replace(document.schema("LeadId/examples/0").asText(), lead));
        return shown.operation().bodies().stream()
                .filter(body -> body.name().equals(shown.name()))
                .map(there::with)
                .findFirst()
                .orElse(there)
                .send(replica);
    }

    private static HttpResponse<String> ofADeliveredLead(Answer shown) {
        return of(idOf(reportOfADeliveredLead()), shown);
    }

    private static HttpResponse<String> ofAnUnroutedLead(Answer shown) {
        forget();
        Call handIn = Call.to(document.operation("handInLead"));
        return of(
                idOf(handIn.with("X-API-Key", "other-key")
                        .withBody("application/json", """
                                { "contact": { "firstName": "Ada", "lastName": "Lovelace", "gender": "F",
                                    "emailAddress": "ada@example.com", "phoneNumber": "+44 7700 900123",
                                    "address": { "postcode": "SW1A 1AA", "city": "London", "country": "GB" } },
                                  "optInConsents": { "email": true, "phone": false }, "enquiryDateTime": "2026-11-21T10:20:59Z" }
                                """)
                        .send(replica)),
                shown);
    }

    private static String newLead() {
        Operation handIn = document.operation("handInLead");
        return idOf(Call.to(handIn).with(handIn.bodies().getFirst()).send(replica));
    }

    private static <T> T whilePaused(Supplier<T> what) {
        DestinationBoard board = replica.bean(DestinationBoard.class);
        board.pause(KAPTURE, "so that it does not change");
        try {
            return what.get();
        } finally {
            board.resume(KAPTURE);
        }
    }

    private static HttpResponse<String> aJobOfManyLeads(Answer shown) {
        forgetLeads();
        jdbc.sql("""
                        with stored as (
                            insert into lead (id, source, received_at, disposition, destinations, document)
                            select new_lead_id(clock_timestamp(), n), 'demo', now(), 'ROUTED', '{kapture}', '{}'
                            from generate_series(1, 1001) as n
                            returning id)
                        insert into delivery (lead_id, destination, status, age_from, settled_at)
                        select id, 'kapture', 'DEAD', now(), now()
                        from stored
                        """).update();
        HttpResponse<String> answer = Call.to(shown.operation())
                .withBody("application/json", "{ \"status\": \"DEAD\" }")
                .send(replica);
        jdbc.sql("delete from retry_job").update();
        jdbc.sql("truncate lead, delivery").update();
        return answer;
    }

    private static void aJobThatNobodyRuns() {
        jdbc.sql("delete from retry_job").update();
        jdbc.sql("""
                        insert into retry_job (id, requested_by, matched, retried, leased_until)
                        values (:id::uuid, 'ops', 48210, 1200, 'infinity')
                        """)
                .param("id", document.schema("RetryJobId/examples/0").asText())
                .update();
    }

    private static HttpResponse<String> remoteOfALeadThatWasRenamed(Operation operation) {
        String lead = idOf(reportOfADeliveredLead());
        standIns.kapture()
                .change(standIns.kapture().customers().getFirst().id(), Map.of("customer_name", "Augusta King"));
        Call call = Call.to(operation);
        return call.at(call.path().replace(document.schema("LeadId/examples/0").asText(), lead))
                .send(replica);
    }

    /** As if a pull had told of the first lead's customer, and of one that no lead explains. */
    private static HttpResponse<String> reconciliationOfOneOfEach(Operation operation) {
        forgetLeads();
        reportOfADeliveredLead();
        jdbc.sql("update kapture_customer set name = 'Augusta King', confirmed_at = clock_timestamp()")
                .update();
        jdbc.sql("""
                        insert into kapture_customer (destination, customer_id, explained, created_at)
                        values ('kapture', 7, false, now())
                        """).update();
        Operation handIn = document.operation("handInLead");
        Call call = Call.to(handIn).with(handIn.bodies().getFirst());
        Call another = call.withBody(
                "application/json", call.body().replace("ada@", "grace@").replace("web-000123", "web-000124"));
        assertThat(another.send(replica).statusCode()).isEqualTo(202);
        nothingIsOnItsWay();
        return Call.to(operation).send(replica);
    }

    private static void forgetLeads() {
        nothingIsOnItsWay();
        List.of("lead", "delivery", "delivery_call", "lead_correction")
                .forEach(table -> jdbc.sql("truncate " + table).update());
    }

    private static void nothingIsOnItsWay() {
        eventually(() -> assertThat(jdbc.sql("select count(*) from delivery where due_at is not null")
                        .query(Integer.class)
                        .single())
                .isZero());
    }

    private static String idOf(HttpResponse<String> report) {
        return Api.json(report).path("leadId").asText();
    }

    private static void assertIsPage(Operation operation, int status, String name) {
        HttpResponse<String> answer =
                new Provoking(replica, operation, A_BROWSER).answers(name).getFirst();
        assertThat(answer.statusCode()).as(name).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("text/html"))
                .startsWith("text/html");
        assertIsAsTheDocumentSays(operation, answer);
    }

    private static void assertIsAsTheDocumentSays(Operation operation, HttpResponse<String> answer) {
        SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.statusCode());
        answer.headers().map().forEach(response::withHeader);
        String body = answer.body();
        if (!body.isEmpty()) {
            response.withBody(body);
        }
        assertThat(validator
                        .validateResponse(
                                Call.to(operation).path(),
                                Request.Method.valueOf(operation.method().toUpperCase(Locale.ROOT)),
                                response.build())
                        .getMessages())
                .as(body)
                .isEmpty();
    }

    private static void assertMayBeSent(Call call) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(call.method().toUpperCase(Locale.ROOT), call.path());
        call.headers().forEach(request::withHeader);
        assertThat(validator
                        .validateRequest(request.withBody(call.body()).build())
                        .getMessages())
                .isEmpty();
    }

    /** Neither keys nor windows of what was sent before, nor jobs. */
    private static void forget() {
        jdbc.sql("truncate intake_key, intake_fingerprint, retry_job, retry_job_item")
                .update();
    }
}
