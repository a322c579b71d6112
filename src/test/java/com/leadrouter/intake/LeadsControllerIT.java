package com.leadrouter.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.intake.LeadAnswer.DeliveryAnswer;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/** The front door over real HTTP, with a lambda where the database would be. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=-1",
            "lead-router.sources.website-uk.api-keys=key-uk",
            "lead-router.sources.website-uk.region=GB",
            "lead-router.sources.website-in.api-keys=key-in",
            "lead-router.routes[0].name=india",
            "lead-router.routes[0].when.source=website-in",
            "lead-router.routes[0].when.country=IN",
            "lead-router.routes[0].to=kapture",
            "lead-router.routes[1].name=uk",
            "lead-router.routes[1].when.source=website-uk",
            "lead-router.routes[1].to=cap,kapture"
        })
class LeadsControllerIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "s3cret-value";
    private static final LeadId LEAD_ID = LeadId.of("0199aaaa-0000-7000-8000-000000000001");
    private static final String LEAD = """
            {"externalReferenceId": "web-1", "campaignId": "c", "contact":
              {"firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com"}}""";

    @LocalServerPort
    private int port;

    @Autowired
    private Threshold threshold;

    @Autowired
    private MeterRegistry meters;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void thresholdStoresWhatItGets() {
        threshold.acceptance = arrival -> new Taken.Stored(LEAD_ID);
        threshold.last = null;
    }

    @Test
    void aLeadIsAcceptedWithItsDeliveries() throws Exception {
        double before = received("website-uk", "accepted");

        HttpResponse<String> answer = send(lead(LEAD));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/leads/" + LEAD_ID);
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("""
                                {"leadId": "0199aaaa-0000-7000-8000-000000000001", "status": "ACCEPTED", "deliveries": [
                                  {"destination": "cap", "status": "PENDING"},
                                  {"destination": "kapture", "status": "PENDING"}]}"""));
        assertThat(threshold.last().lead().source()).isEqualTo("website-uk");
        assertThat(threshold.last().decision().route()).isEqualTo("uk");
        assertThat(received("website-uk", "accepted")).isEqualTo(before + 1);
    }

    @Test
    void whatNoRouteMatchesIsKept() throws Exception {
        HttpResponse<String> answer = send(lead(LEAD).setHeader("X-API-Key", "key-in"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("status").textValue()).isEqualTo("UNROUTED");
        assertThat(received("website-in", "unrouted")).isPositive();
    }

    @Test
    void theHeaderIsTheKeyAndWithoutItTheReference() throws Exception {
        send(lead(LEAD).header("Idempotency-Key", "k 1"));
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.HEADER, "k 1"));

        send(lead(LEAD));
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.REFERENCE, "web-1"));

        send(lead(LEAD).header("Idempotency-Key", "  "));
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.REFERENCE, "web-1"));

        send(lead(LEAD.replace("web-1", "")));
        assertThat(threshold.last().key()).isEmpty();
    }

    @Test
    void aRepeatIsAnsweredWithWhatTheLeadIsNow() throws Exception {
        threshold.acceptance = arrival -> new Taken.Replayed(LEAD_ID);

        HttpResponse<String> answer = send(lead(LEAD));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/leads/" + LEAD_ID);
        assertThat(JSON.readTree(answer.body()).path("status").textValue()).isEqualTo("DELIVERED");
        assertThat(received("website-uk", "replayed")).isPositive();
    }

    @Test
    void aKeyUsedForSomethingElseIsAProblem() throws Exception {
        threshold.acceptance = arrival -> new Taken.KeyReused();

        assertProblem(send(lead(LEAD)), 422, "idempotency-key-reused");
    }

    @Test
    void allFaultsComeAtOnceWithThoseOfTheDestinations() throws Exception {
        double before = received("website-uk", "invalid");

        HttpResponse<String> answer =
                send(lead("{\"contact\": {\"firstName\": \"Ada\", \"emailAddress\": \"s3cret-value\"}}"));

        JsonNode problem = assertProblem(answer, 400, "invalid-lead");
        assertThat(problem.path("instance").textValue()).isEqualTo("/api/v1/leads");
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("#/contact/lastName", "#/contact/emailAddress", "#/campaignId");
        assertThat(problem.path("errors").findValuesAsText("code"))
                .containsExactlyInAnyOrder("required", "invalid-email", "cap-campaign");
        assertThat(received("website-uk", "invalid")).isEqualTo(before + 1);
    }

    @Test
    void aDestinationNamesNoFieldThatHasItsFaultAlready() throws Exception {
        JsonNode problem = assertProblem(send(lead(LEAD.replace("\"c\"", "5"))), 400, "invalid-lead");

        assertThat(problem.path("errors").findValuesAsText("code")).containsExactly("wrong-type");
    }

    @Test
    void whereTheRouteIsUncertainDestinationsAreNotAsked() throws Exception {
        String lead = LEAD.replace("\"c\"", "null")
                .replace("\"lastName\"", "\"address\": {\"country\": \"?\"}, \"lastName\"");

        JsonNode problem = assertProblem(send(lead(lead)), 400, "invalid-lead");

        assertThat(problem.path("errors").findValuesAsText("code")).containsExactly("invalid-country");
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataAccessResourceFailureException(SECRET);
        };

        HttpResponse<String> answer = send(lead(LEAD));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aFaultOfOursIsAnInternalError() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataIntegrityViolationException(SECRET);
        };

        assertProblem(send(lead(LEAD)), 500, "internal-error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "key-u", "key-uk2", "{sha256}x"})
    void withoutAKeyOfASourceNobodyComesIn(String key) throws Exception {
        HttpResponse<String> answer = send(lead(LEAD).setHeader("X-API-Key", key));

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("ApiKey realm=\"lead-router\"");
        assertThat(threshold.last).isNull();
    }

    @Test
    void twoKeysAreNone() throws Exception {
        assertProblem(send(lead(LEAD).header("X-API-Key", "key-in")), 401, "unauthorized");
    }

    static Stream<Arguments> unreadableBodies() {
        String attribute = LEAD.replace("\"contact\"", "\"attributes\": {\"x\": %s}, \"contact\"");
        return Stream.of(
                arguments("nothing", bytes(""), 400),
                arguments("blanks", bytes(" \n"), 400),
                arguments("half an object", bytes("{\"a\": \"" + SECRET), 400),
                arguments("no JSON", bytes(SECRET), 400),
                arguments("a comment", bytes("/* " + SECRET + " */" + LEAD), 400),
                arguments("single quotes", bytes("{'a': 1}"), 400),
                arguments("NaN", bytes(attribute.formatted("NaN")), 400),
                arguments("a raw control character", bytes(attribute.formatted("\"a\nb\"")), 400),
                arguments("two values", bytes(LEAD + LEAD), 400),
                arguments("a name twice", bytes("{\"" + SECRET + "\": 1, \"" + SECRET + "\": 2}"), 400),
                arguments("an inner name twice", bytes(attribute.formatted("\"a\", \"x\": \"b\"")), 400),
                arguments("too deep", bytes("[".repeat(30_000)), 400),
                arguments("too deep, and whole", bytes("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), 400),
                arguments("a long number", bytes(attribute.formatted("1".repeat(5000))), 400),
                arguments("a huge exponent", bytes(attribute.formatted("1e999999999")), 400),
                arguments("an array", bytes("[" + LEAD + "]"), 400),
                arguments("null", bytes("null"), 400),
                arguments("NUL", bytes(attribute.formatted("\"a\\u0000\"")), 400),
                arguments("a lone surrogate", bytes(attribute.formatted("\"\\ud800\"")), 400),
                arguments(
                        "an encoded surrogate",
                        attribute.formatted("\"\u00ed\u00a0\u0080\"").getBytes(ISO_8859_1),
                        400),
                arguments(
                        "an overlong NUL",
                        attribute.formatted("\"\u00c0\u0080\"").getBytes(ISO_8859_1),
                        400),
                arguments("ISO 8859-1", LEAD.replace("Ada", "Zoë").getBytes(ISO_8859_1), 400),
                arguments("UTF-16", LEAD.getBytes(java.nio.charset.StandardCharsets.UTF_16), 400),
                arguments("all zero", new byte[1000], 400),
                arguments("64 KiB of nonsense", bytes("\u0001x".repeat(32 * 1024)), 400),
                arguments(
                        "64 KiB of names", bytes("{" + "\"\\u0000" + SECRET + "\":{},".repeat(1) + names() + "}"), 400),
                arguments("too large", bytes("{\"a\": \"" + "x".repeat(64 * 1024) + "\"}"), 413),
                arguments("far too large", bytes("x".repeat(5_000_000)), 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableBodies")
    void whatIsNoLeadIsNotTaken(String what, byte[] body, int status) throws Exception {
        assertRefused(send(lead(BodyPublishers.ofByteArray(body))), status);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableBodies")
    void norIsItInChunks(String what, byte[] body, int status) throws Exception {
        assertRefused(send(lead(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))), status);
    }

    @Test
    void aLeadOf64KiBIsTaken() throws Exception {
        assertThat(send(lead(LEAD + " ".repeat(64 * 1024 - LEAD.length()))).statusCode())
                .isEqualTo(202);
        assertProblem(send(lead(LEAD + " ".repeat(64 * 1024 + 1 - LEAD.length()))), 413, "payload-too-large");
    }

    @Test
    void aByteOrderMarkIsForgiven() throws Exception {
        assertThat(send(lead("\ufeff" + LEAD)).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json;charset=iso-8859-1",
                "application/json;charset=nope",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/*",
                "*/*",
                "json",
                ";",
                "a/b/c",
                ""
            })
    void onlyJsonInUtf8IsTaken(String contentType) throws Exception {
        assertProblem(send(lead(LEAD).setHeader("Content-Type", contentType)), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; Charset=\"utf-8\"", "application/json;charset=UTF8"})
    void howeverThatIsWritten(String contentType) throws Exception {
        assertThat(send(lead(LEAD).setHeader("Content-Type", contentType)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void aCompressedBodyIsNotTaken() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(LEAD.getBytes(UTF_8));
        }

        HttpRequest.Builder request = lead(BodyPublishers.ofByteArray(zipped.toByteArray()));
        assertProblem(send(request.copy().header("Content-Encoding", "gzip")), 415, "unsupported-media-type");
        assertProblem(send(request), 400, "malformed-request");
        assertThat(send(lead(LEAD).header("Content-Encoding", "identity")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void anIdempotencyKeyHasLimits() throws Exception {
        assertThat(send(lead(LEAD).header("Idempotency-Key", "k".repeat(255))).statusCode())
                .isEqualTo(202);
        assertProblem(send(lead(LEAD).header("Idempotency-Key", "k".repeat(256))), 400, "malformed-request");
        assertProblem(
                send(lead(LEAD).header("Idempotency-Key", "a").header("Idempotency-Key", "a")),
                400,
                "malformed-request");
        assertProblem(raw(post("Idempotency-Key: \u00fc" + SECRET, LEAD)), 400, "malformed-request");
        assertProblem(raw(post("Idempotency-Key: a\u0001b", LEAD)), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "HEAD", "s3cret-value"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> answer =
                send(request("/api/v1/leads").header("X-API-Key", "key-uk").method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
        if (!method.equals("HEAD")) {
            assertProblem(answer, 405, "method-not-allowed");
        }
    }

    @Test
    void optionsNameTheMethods() throws Exception {
        HttpResponse<String> answer = send(request("/api/v1/leads").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
    }

    @Test
    void traceEchoesNothing() throws Exception {
        assertProblem(
                raw("TRACE /api/v1/leads HTTP/1.1\r\nHost: x\r\nX-API-Key: s3cret-value\r\n\r\n"),
                405,
                "method-not-allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "/, not-found",
        "/nowhere, not-found",
        "/api/v1/leads/, not-found",
        "/error, not-found",
        "/api/v1/leads%00, ",
        "/..%2f..%2fetc, ",
        "/%zz, ",
        "/a?x=%zz, not-found",
        "/a;b=c, not-found"
    })
    void thereIsNothingElsewhere(String path, String type) throws Exception {
        Answer answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertRefused(answer.status, answer.body, type == null ? 400 : 404);
    }

    @Test
    void anAnswerThatIsNotAcceptableIsToldBeforeAnythingIsStored() throws Exception {
        assertProblem(send(lead(LEAD).setHeader("Accept", "text/html")), 406, "not-acceptable");
        assertProblem(send(lead(LEAD).setHeader("Accept", SECRET)), 406, "not-acceptable");
        assertThat(threshold.last).isNull();
    }

    static Stream<String> nonsense() {
        return Stream.of(
                "s3cret-value\r\n\r\n",
                "GET\r\n\r\n",
                "GET / s3cret-value\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /<s3cret-value> HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: s3cret value\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\ns3cret value: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "s".repeat(100_000) + "\r\n\r\n",
                "GET /" + "s".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                post("Content-Length: s3cret-value", ""),
                post("Content-Length: -5", ""),
                post("Content-Length: 99999999999999999999", ""),
                post("Transfer-Encoding: s3cret-value", ""),
                post("Transfer-Encoding: chunked", "zz\r\ns3cret-value\r\n"),
                post("Transfer-Encoding: chunked", "5\r\nab"),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatTomcatCannotReadIsAProblemToo(String bytes) throws Exception {
        Answer answer = raw(bytes);

        assertRefused(answer.status, answer.body, 400);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String names() {
        StringBuilder names = new StringBuilder("\"a\":1");
        for (int i = 0; names.length() < 60_000; i++) {
            names.append(",\"").append(SECRET.substring(0, 2)).append(i).append("\":1");
        }
        return names.toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpRequest.Builder lead(String body) {
        return lead(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder lead(BodyPublisher body) {
        return request("/api/v1/leads")
                .header("X-API-Key", "key-uk")
                .header("Content-Type", "application/json")
                .POST(body);
    }

    private static String post(String header, String body) {
        String length = header.matches("(?i)(content-length|transfer-encoding).*")
                ? ""
                : "Content-Length: " + body.length() + "\r\n";
        return "POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: key-uk\r\n"
                + "Content-Type: application/json\r\n" + length + header + "\r\n\r\n" + body;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private record Answer(int status, String head, String body) {}

    private Answer raw(String bytes) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = all.indexOf("\r\n\r\n");
            String head = all.substring(0, end);
            String body = all.substring(end + 4);
            return new Answer(Integer.parseInt(head.split(" ")[1]), head, unchunked(head, body));
        }
    }

    private static String unchunked(String head, String body) {
        return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")
                ? body.substring(body.indexOf("\r\n") + 2, body.lastIndexOf("\r\n0"))
                : body;
    }

    private void assertRefused(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertRefused(answer.statusCode(), answer.body(), status);
    }

    private static void assertRefused(int status, String body, int expected) throws IOException {
        assertThat(status).as(body).isEqualTo(expected);
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.path("status").intValue()).as(body).isEqualTo(status);
        assertThat(problem.path("type").textValue()).startsWith("https://lead-router.dev/problems/");
        problem.path("errors")
                .forEach(error -> ((com.fasterxml.jackson.databind.node.ObjectNode) error).remove("pointer"));
        assertThat(problem.toString()).doesNotContain(SECRET, "xception", "jackson", "Tomcat");
    }

    private JsonNode assertProblem(HttpResponse<String> answer, int status, String type) throws IOException {
        assertRefused(answer, status);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("type").textValue()).isEqualTo("https://lead-router.dev/problems/" + type);
        return problem;
    }

    private static void assertProblem(Answer answer, int status, String type) throws IOException {
        assertThat(answer.head).contains("application/problem+json");
        assertRefused(answer.status, answer.body, status);
        assertThat(answer.body).contains("https://lead-router.dev/problems/" + type);
    }

    private double received(String source, String result) {
        return meters.counter("leadrouter.leads.received", "source", source, "result", result)
                .count();
    }

    /** Where the database would be. */
    static final class Threshold implements Acceptance {

        private Acceptance acceptance = arrival -> new Taken.Stored(LEAD_ID);
        private @org.jspecify.annotations.Nullable Arrival last;

        @Override
        public Taken take(Arrival arrival) {
            last = arrival;
            return acceptance.take(arrival);
        }

        Arrival last() {
            return java.util.Objects.requireNonNull(last);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                FlywayAutoConfiguration.class
            })
    @ComponentScan(basePackages = "com.leadrouter.platform")
    @Import({LeadsController.class, Reception.class, Sources.class, LeadsReceived.class, IntakeConfiguration.class})
    static class Slice {

        @Bean
        Threshold threshold() {
            return new Threshold();
        }

        @Bean
        Standing standing() {
            return leadId -> new LeadAnswer(
                    leadId, "DELIVERED", List.of(new DeliveryAnswer(new DestinationName("cap"), "DELIVERED")));
        }

        @Bean
        Destinations destinations() {
            return new Destinations() {
                @Override
                public Set<DestinationName> names() {
                    return Set.of(new DestinationName("cap"), new DestinationName("kapture"));
                }

                @Override
                public List<Violation> preflight(Lead lead, Collection<DestinationName> destinations) {
                    return lead.campaignId() == null && destinations.contains(new DestinationName("cap"))
                            ? List.of(new Violation("#/campaignId", "cap-campaign", "CAP needs a campaign."))
                            : List.of();
                }
            };
        }
    }
}
