package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Words that occur nowhere else stand for a person and for secrets, and go every way that a lead can go. Afterwards they
 * are where they belong, and nowhere else: no log, metric, answer, page or record of a partner's answer repeats them. There
 * are no spans yet; once there are, they are to be looked at here too.
 */
@ExtendWith(OutputCaptureExtension.class)
class CanariesIT {

    private static final String SOURCE_KEY = "canary-source-key";
    private static final String WRONG_KEY = "canary-wrong-key";
    private static final String SLOW_KEY = "canary-slow-key";
    private static final String PAGES_KEY = "canary-pages-key";
    private static final String PAGE = "https://page.example";
    private static final String HTML = "text/html";
    private static final String JSON = "application/json";
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String BCRYPT_OF_ANOTHER_KEY = "$2b$04$wQhrOZstFilBE2/1zEaFs.EMVFKPnCXkcRRA/RiniUCw37lNDb5D.";
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

    /** The same as a page's form has it; the person's address tells the proxy. */
    private static final Map<String, String> FIELDS = Map.of(
            "campaignId", Api.CAMPAIGN,
            "enquiryType", "Test Drive",
            "acquisitionChannel", "Website",
            "externalReferenceId", "canary-ref-0815",
            "contact.firstName", "Canarina",
            "contact.lastName", "Serinusson",
            "contact.emailAddress", "canary.mail@example.com",
            "contact.phoneNumber", "+91 9137514862",
            "contact.address.postcode", "ZX9 9QY",
            "contact.address.city", "Canarytown");

    private static final Map<String, String> MORE_FIELDS = Map.of(
            "contact.address.country", "IN", "vehicle.name", "Example Vehicle", "attributes.note", "canary-attribute");

    /** What a partner may say: everything that it was sent, its key too. */
    private static final String ECHO = "Canarina Serinusson, CANARINA, canary.mail@example.com, +91 9137514862,"
            + " 9137514862, ZX9 9QY, 203.0.113.77, canary-ref-0815, ";

    private final Database database = TestDatabases.create();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final List<String> answers = new ArrayList<>();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
    }

    @AfterEach
    void stopListening() {
        rootLogger().detachAppender(events);
    }

    @Test
    void noneIsSeenWhereItDoesNotBelong(CapturedOutput output) throws Exception {
        String metrics;
        PGSimpleDataSource server = (PGSimpleDataSource) database.dataSource();
        try (StandIns standIns = StandIns.start();
                TcpProxy wire = new TcpProxy(server.getServerNames()[0], server.getPortNumbers()[0])) {
            wire.mend();
            try (Replica replica = start(wire, standIns)) {
                // Starting it, Spring Boot has reset the loggers.
                rootLogger().addAppender(events);
                refusedForItsBody(replica);
                refusedForItsForm(replica);
                refusedForItsHeaders(replica);
                refusedByTheContainer(replica);
                tooFast(replica);
                tooFastAtAForm(replica, HTML);
                tooFastAtAForm(replica, JSON);
                failedAndDelivered(replica, standIns);
                withoutADatabase(replica, wire);
                takenInByOtherDoors(replica);
                metrics = Api.management(replica, "/actuator/prometheus").body();
            }
        }

        assertThat(jdbc.sql("select document::text from lead")
                        .query(String.class)
                        .list())
                .hasSize(11)
                .allSatisfy(document -> assertThat(document).contains(PERSON.values()));
        assertThat(jdbc.sql("select disposition from lead order by id")
                        .query(String.class)
                        .list())
                .filteredOn(disposition -> !disposition.equals("ROUTED"))
                .containsExactly("SPAM", "SPAM", "DUPLICATE", "DUPLICATE");
        assertThat(output)
                .contains("REJECTED at attempt", "Answered 503", "kept as spam from pages", "a duplicate from pages");
        assertUnseen("log", output.toString());
        assertThat(events.list).extracting(ILoggingEvent::getThrowableProxy).anyMatch(Objects::nonNull);
        assertThat(events.list).allSatisfy(event -> assertUnseen("event", allOf(event)));
        assertUnseen("metrics", metrics);
        assertThat(answers).filteredOn(answer -> answer.contains("<html")).hasSizeGreaterThan(12);
        assertThat(answers).hasSizeGreaterThan(80).allSatisfy(answer -> assertUnseen("answer", answer));
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

    private Replica start(TcpProxy wire, StandIns standIns) {
        Database onTheWire = new Database(
                database.url().replaceFirst("//[^/]+/", "//localhost:" + wire.port() + "/"),
                database.username(),
                database.password());
        return Replica.start(
                onTheWire,
                standIns,
                "--logging.level.com.leadrouter=debug",
                "--lead-router.sources.canary.api-keys[0]=" + SOURCE_KEY,
                "--lead-router.sources.canary.api-keys[1]={bcrypt}" + BCRYPT_OF_ANOTHER_KEY,
                "--lead-router.sources.canary.rate-limit=0",
                "--lead-router.sources.canary.duplicate-window=0",
                "--lead-router.sources.slow.api-keys[0]=" + SLOW_KEY,
                "--lead-router.sources.slow.rate-limit=1",
                "--lead-router.sources.slow.form.key=pk_slow",
                "--lead-router.sources.slow.form.allowed-origins=" + PAGE,
                "--lead-router.sources.slow.form.rate-limit-per-ip=1",
                "--lead-router.sources.pages.api-keys[0]=" + PAGES_KEY,
                "--lead-router.sources.pages.rate-limit=0",
                "--lead-router.sources.pages.duplicate-window=5m",
                "--lead-router.sources.pages.form.key=pk_pages",
                "--lead-router.sources.pages.form.allowed-origins=" + PAGE,
                "--lead-router.sources.pages.form.rate-limit-per-ip=0",
                "--lead-router.sources.pages.form.honeypot=trap",
                "--lead-router.trusted-proxies=127.0.0.0/8",
                "--lead-router.destinations.cap.api-key=" + CAP_KEY,
                "--lead-router.destinations.kapture.auth-key=" + KAPTURE_KEY,
                "--lead-router.destinations.cap.delivery.probe-interval=200ms",
                "--lead-router.destinations.kapture.delivery.probe-interval=200ms",
                "--lead-router.destinations.cap.delivery.retry.initial=50ms",
                "--lead-router.destinations.kapture.delivery.retry.initial=50ms",
                "--lead-router.destinations.cap.http.response-timeout=500ms",
                "--lead-router.destinations.kapture.http.response-timeout=500ms");
    }

    private void refusedForItsBody(Replica replica) {
        refused(replica, LEAD, WRONG_KEY, 401);
        refused(replica, LEAD.replace("Test Drive", "canary-attribute"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("+91 9137514862", "9137514862-9137514862"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("canary.mail@", "canary.mail@@"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("\"Canarina\"", "[\"Canarina\"]"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("Canarina", "Canarina\\u0000"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("203.0.113.77", "203.0.113.77.canary-attribute"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("}", ""), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("\"Serinusson\"", "Serinusson"), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("Serinusson", "Serinusson".repeat(11)), SOURCE_KEY, 400);
        refused(replica, LEAD.replace("\"IN\"", "\"canary-attribute\""), SOURCE_KEY, 400);
        refused(replica, LEAD.replace(Api.CAMPAIGN, "canary-attribute"), SOURCE_KEY, 400);
        refused(
                replica,
                LEAD.replace("\"vehicle\"", "\"enquiryDateTime\": \"canary-attribute\", \"vehicle\""),
                SOURCE_KEY,
                400);
        refused(replica, LEAD.repeat(200), SOURCE_KEY, 413);
        refused(replica, "\"" + LEAD, SOURCE_KEY, 400);
        refused(replica, LEAD + LEAD, SOURCE_KEY, 400);
    }

    /** In the other forms in which leads may be handed in, whichever of them there are. */
    private void refusedForItsForm(Replica replica) {
        String form =
                "contact.firstName=Canarina&contact.lastName=Serinusson&contact.emailAddress=canary.mail@@example.com"
                        + "&contact.phoneNumber=9137514862-9137514862&canary-attribute=%zz&x=canary-attribute%00";
        String parts = "--x\r\nContent-Disposition: form-data; name=\"contact.firstName\"\r\n\r\nCanarina\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"canary-attribute\"; filename=\"Serinusson\"\r\n\r\nCanarytown";
        for (String path :
                List.of("/api/v1/leads", "/api/v1/leads/batch", "/forms/pk_demo", "/forms/pk_pages", "/nowhere")) {
            refused(replica, path, "application/x-www-form-urlencoded", form);
            refused(replica, path, "multipart/form-data; boundary=x", parts);
            refused(
                    replica,
                    path,
                    "application/x-ndjson",
                    LEAD.replace("\n", "").replace("}", ""));
            refused(replica, path, "application/json", "[" + LEAD.replace("canary.mail@", "canary.mail@@") + "]");
            refused(replica, path, "canary-attribute", LEAD);
        }
    }

    private void refused(Replica replica, String path, String contentType, String body) {
        if (path.startsWith("/forms/")) {
            HttpResponse<String> page = submit(replica, path, contentType, body, HTML, Map.of());
            assertThat(page.statusCode()).as(path + ", " + contentType).isBetween(400, 499);
            assertThat(page.body()).contains("<html");
        }
        HttpResponse<String> answer = Api.post(
                replica,
                path,
                body,
                Map.of("X-API-Key", SOURCE_KEY, "Content-Type", contentType, "Accept", "application/json"));
        assertThat(answer.statusCode())
                .as(path + ", " + contentType)
                .matches(status -> status == 207 || status / 100 == 4);
        heard(answer);
    }

    private void refusedForItsHeaders(Replica replica) {
        refused(replica, 406, "Accept", "canary-attribute/canary-attribute");
        refused(replica, 406, "Accept", "text/html;canary-attribute=canary-attribute");
        refused(replica, 415, "Content-Encoding", "canary-attribute");
        refused(replica, 400, "Idempotency-Key", "canary-attribute".repeat(20));
        refused(replica, 401, "X-API-Key", "{bcrypt}canary-wrong-key");
        refused(replica, 401, "X-API-Key", "canary-wrong-key".repeat(100));
    }

    private void refused(Replica replica, int status, String header, String value) {
        Map<String, String> headers = new HashMap<>(Map.of("X-API-Key", SOURCE_KEY));
        headers.put(header, value);
        HttpResponse<String> answer = Api.post(replica, LEAD, headers);
        assertThat(answer.statusCode()).as(header).isEqualTo(status);
        heard(answer);
    }

    /** Of these Spring never hears, or more than it can take. */
    private void refusedByTheContainer(Replica replica) throws IOException {
        String post =
                "POST /api/v1/leads?canary-attribute=canary-attribute%zz&%00=canary-attribute HTTP/1.1\r\nHost: x\r\n"
                        + "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nX-API-Key: "
                        + WRONG_KEY + "\r\n";
        for (String request : List.of(
                "GET /canary-attribute%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /webjars/../canary.mail@example.com HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: canary attribute\r\n\r\n",
                "GET / HTTP/canary-attribute\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX-API-Key: " + WRONG_KEY + "\0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nCanarina Serinusson: canary-attribute\r\n\r\n",
                "canary-attribute / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + WRONG_KEY + "\r\n\r\n",
                post + "Content-Length: canary-attribute\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\n\r\ncanary-attribute\r\n",
                post + "Expect: canary-attribute\r\n\r\n",
                post
                        + "Cookie: JSESSIONID=canary-attribute; canary-attribute=\"\\\r\nContent-Length: 30\r\n\r\nx=%zzcanary-attribute&Canarina",
                post + "Origin: https://canary-attribute.example\r\nX-Forwarded-For: canary-attribute\r\n"
                        + "Forwarded: for=canary-attribute\r\ntraceparent: canary-attribute\r\nContent-Length: 0\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", replica.url("/").getPort())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(request).startsWith("HTTP/1.1 4");
                answers.add(answer);
            }
        }
    }

    private void tooFast(Replica replica) {
        List<HttpResponse<String>> answers = IntStream.range(0, 15)
                .mapToObj(i -> Api.post(replica, LEAD.replace("canary.mail@", "@"), Map.of("X-API-Key", SLOW_KEY)))
                .toList();
        assertThat(answers).extracting(HttpResponse::statusCode).contains(429);
        answers.forEach(this::heard);
    }

    /** As a page's form does, or a script on it; the address of the page repeats what was typed. */
    private HttpResponse<String> submit(
            Replica replica, String path, String contentType, String body, String accept, Map<String, String> further) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type",
                contentType,
                "Accept",
                accept,
                "Referer",
                PAGE + "/?canary.mail@example.com&Canarina=Serinusson",
                "X-Forwarded-For",
                "203.0.113.77"));
        if (!path.endsWith("pk_demo")) {
            headers.put("Origin", PAGE);
        }
        headers.putAll(further);
        HttpResponse<String> answer = Api.post(replica, path, body, headers);
        heard(answer);
        return answer;
    }

    private void heard(HttpResponse<String> answer) {
        answers.add(answer.headers() + answer.body());
    }

    private void tooFastAtAForm(Replica replica, String accept) {
        List<Integer> statuses = IntStream.range(0, 5)
                .mapToObj(i -> submit(
                                replica,
                                "/forms/pk_slow",
                                URL_ENCODED,
                                form("x").replace("mail%40", "mail"),
                                accept,
                                Map.of())
                        .statusCode())
                .toList();
        assertThat(statuses).contains(429);
    }

    private void takenInByOtherDoors(Replica replica) {
        // Each of a vehicle of its own is a lead of its own, and what comes again a duplicate.
        assertSubmitted(303, replica, URL_ENCODED, form("A"), HTML, Map.of());
        Map<String, String> key = Map.of("Idempotency-Key", "canary-attribute");
        assertSubmitted(202, replica, JSON, lead("B"), JSON, key);
        assertSubmitted(303, replica, "multipart/form-data; boundary=x", parts("C"), HTML, Map.of());
        assertBatched(replica, JSON, "[" + lead("D") + "]");

        assertSubmitted(303, replica, URL_ENCODED, form("A") + "&trap=canary-attribute", HTML, Map.of());
        assertSubmitted(
                202, replica, JSON, lead("A").replaceFirst("\\{", "{\"trap\": \"canary-attribute\","), JSON, Map.of());
        assertSubmitted(303, replica, URL_ENCODED, form("A"), HTML, Map.of());
        // In a batch the reference is the key: the first line is new to it, the second is not.
        String again = lead("D").replace("\n", "");
        assertBatched(
                replica, "application/x-ndjson", again.replace("canary-ref-0815", "canary-ref-0815-2") + "\n" + again);

        assertSubmitted(202, replica, JSON, lead("B"), JSON, key);
        assertSubmitted(422, replica, JSON, lead("other"), JSON, key);
        assertSubmitted(422, replica, URL_ENCODED, form("other"), HTML, key);
        eventually(() -> assertThat(statuses()).hasSize(14).doesNotContain("PENDING"));
    }

    private void assertSubmitted(
            int status, Replica replica, String contentType, String body, String accept, Map<String, String> further) {
        assertThat(submit(replica, "/forms/pk_pages", contentType, body, accept, further)
                        .statusCode())
                .as("%s, %s", contentType, body)
                .isEqualTo(status);
    }

    private void assertBatched(Replica replica, String contentType, String body) {
        HttpResponse<String> answer = Api.post(
                replica, "/api/v1/leads/batch", body, Map.of("X-API-Key", PAGES_KEY, "Content-Type", contentType));
        assertThat(answer.body()).contains("\"code\":202").doesNotContain("\"problem\"");
        heard(answer);
    }

    private static String lead(String vehicle) {
        return LEAD.replace("Example Vehicle", vehicle);
    }

    private static String form(String vehicle) {
        return fields(vehicle)
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String parts(String vehicle) {
        return fields(vehicle)
                .map(field -> "--x\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
                        + field.getValue() + "\r\n")
                .collect(Collectors.joining("", "", "--x--\r\n"));
    }

    private static Stream<Map.Entry<String, String>> fields(String vehicle) {
        Map<String, String> all = new HashMap<>(FIELDS);
        all.putAll(MORE_FIELDS);
        all.put("vehicle.name", vehicle);
        return all.entrySet().stream();
    }

    private void failedAndDelivered(Replica replica, StandIns standIns) {
        // Unauthorized at both, each with an answer that repeats everything.
        standIns.cap().faults().next(1, Fault.answer(401, problem(CAP_KEY), "application/json"));
        standIns.kapture().faults().next(1, Fault.answer(401, problem(KAPTURE_KEY), "application/json"));
        // Then trouble of each kind, then a refusal of the data at CAP; Kapture takes it in the end.
        standIns.cap().faults().next(1, Fault.answer(500, problem(CAP_KEY), "application/json"));
        standIns.kapture().faults().next(1, Fault.answer(500, problem(KAPTURE_KEY), "application/json"));
        standIns.cap().faults().next(1, Fault.answer(429, "<html>" + ECHO + CAP_KEY + "</html>", "text/html"));
        standIns.cap().faults().next(1, Fault.reset());
        standIns.kapture().faults().next(1, Fault.reset());
        standIns.cap().faults().next(1, Fault.hang());
        standIns.kapture().faults().next(1, Fault.hang());
        standIns.cap().faults().next(1, Fault.answer(400, refusal(), "application/json"));
        standIns.cap().faults().always(Fault.answer(202, problem(CAP_KEY), "application/json"));
        standIns.kapture().faults().always(Fault.answer(200, added(), "application/json"));
        handIn(replica, "one");
        eventually(() -> assertThat(statuses()).containsExactly("REJECTED", "DELIVERED"));
        handIn(replica, "another");
        eventually(() -> assertThat(statuses()).containsExactly("REJECTED", "DELIVERED", "DELIVERED", "DELIVERED"));
    }

    private void withoutADatabase(Replica replica, TcpProxy wire) {
        wire.cut();
        refused(replica, LEAD, SOURCE_KEY, 503);
        assertSubmitted(503, replica, URL_ENCODED, form("A"), HTML, Map.of());
        assertSubmitted(503, replica, JSON, lead("A"), JSON, Map.of());
        HttpResponse<String> report = Api.get(replica, "/api/v1/leads/" + anyLead(), SOURCE_KEY);
        assertThat(report.statusCode()).isEqualTo(503);
        heard(report);
        wire.mend();
        eventually(() -> handIn(replica, "a third"));
        eventually(() -> assertThat(statuses()).hasSize(6).doesNotContain("PENDING"));
    }

    private String anyLead() {
        return jdbc.sql("select id::text from lead limit 1").query(String.class).single();
    }

    private void refused(Replica replica, String lead, String key, int status) {
        HttpResponse<String> answer = Api.post(replica, lead, Map.of("X-API-Key", key));
        assertThat(answer.statusCode()).as(lead).isEqualTo(status);
        heard(answer);
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

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** Also what the pattern of the log does not show. */
    private static String allOf(ILoggingEvent event) {
        StringBuilder all = new StringBuilder(event.getFormattedMessage())
                .append(Arrays.toString(event.getArgumentArray()))
                .append(event.getMDCPropertyMap());
        Stream.iterate(event.getThrowableProxy(), Objects::nonNull, IThrowableProxy::getCause)
                .forEach(failure -> all.append(failure.getClassName()).append(failure.getMessage()));
        return all.toString();
    }

    private static void assertUnseen(String where, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        assertThat(Stream.concat(
                        PERSON.values().stream(),
                        Stream.of(
                                SOURCE_KEY,
                                WRONG_KEY,
                                SLOW_KEY,
                                PAGES_KEY,
                                CAP_KEY,
                                KAPTURE_KEY,
                                BCRYPT_OF_ANOTHER_KEY)))
                .allSatisfy(canary -> assertThat(lower)
                        .as("%s without %s", where, canary)
                        .doesNotContain(canary.toLowerCase(Locale.ROOT)));
    }
}
