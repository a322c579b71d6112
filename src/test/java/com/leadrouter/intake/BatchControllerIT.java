package com.leadrouter.intake;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.intake.Sender.LEAD;
import static com.leadrouter.intake.Sender.SECRET;
import static com.leadrouter.intake.Sender.assertProblem;
import static com.leadrouter.intake.Sender.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.intake.IntakeSlice.Threshold;
import com.leadrouter.intake.Taken.Duplicate;
import com.leadrouter.intake.Taken.KeyReused;
import com.leadrouter.intake.Taken.Replayed;
import com.leadrouter.intake.Taken.Stored;
import com.leadrouter.lead.LeadId;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

@WithFrontDoor
@Timeout(60)
class BatchControllerIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARRAY = "application/json";
    private static final String LINES = "application/x-ndjson";

    private static final String ONE_LINE = LEAD.replaceAll("\\s+", " ");
    private static final LeadId OTHER = LeadId.of("0199aaaa-0000-7000-8000-000000000002");

    @Autowired
    private Threshold threshold;

    @Autowired
    private MeterRegistry meters;

    private final Queue<Arrival> taken = new ConcurrentLinkedQueue<>();
    private Sender sender = new Sender(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        sender = new Sender(port);
        threshold.reset();
        threshold.acceptance = this::store;
    }

    private Taken store(Arrival arrival) {
        taken.add(arrival);
        return new Stored(new LeadId(new UUID(0, taken.size())));
    }

    @Test
    void eachLeadHasItsResultInOrder() throws Exception {
        double accepted = received("accepted");
        double invalid = received("invalid");

        HttpResponse<String> answer =
                sender.send(sender.batch(ARRAY, "[" + lead("a") + ", {\"x\": 1}, 5,\n" + lead("b") + "]"));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(ARRAY);
        JsonNode results = JSON.readTree(answer.body());
        assertThat(results).hasSize(4);
        assertThat(results.get(0)).isEqualTo(JSON.readTree("""
                {"index": 0, "code": 202, "leadId": "00000000-0000-0000-0000-000000000001", "status": "ACCEPTED",
                 "deliveries": [{"destination": "cap", "status": "PENDING"},
                                {"destination": "kapture", "status": "PENDING"}]}"""));
        assertThat(results.get(1).path("index").intValue()).isEqualTo(1);
        assertThat(results.get(1).path("code").intValue()).isEqualTo(400);
        assertThat(results.get(1).path("problem").path("type").textValue()).endsWith("/problems/invalid-lead");
        assertThat(results.get(1).path("problem").path("errors").findValuesAsText("pointer"))
                .contains("#/x", "#/contact/lastName");
        assertThat(results.get(2).path("problem").path("errors").findValuesAsText("code"))
                .contains("wrong-type");
        assertThat(results.get(3).path("index").intValue()).isEqualTo(3);
        assertThat(results.get(3).path("leadId").textValue()).endsWith("2");
        assertThat(keys()).containsExactly("a", "b");
        assertThat(received("accepted")).isEqualTo(accepted + 2);
        assertThat(received("invalid")).isEqualTo(invalid + 2);
    }

    @Test
    void aBrokenLineStopsNoOther() throws Exception {
        byte[] body = (lead("a") + "\r\n\n{\"" + SECRET + "\": \n \n" + lead("Zo\u00eb") + "\n" + lead("b"))
                .getBytes(ISO_8859_1);

        HttpResponse<String> answer = sender.send(sender.batch(LINES, BodyPublishers.ofByteArray(body)));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(LINES);
        assertThat(answer.body()).endsWith("}\n").doesNotContain(SECRET);
        List<JsonNode> results = results(answer);
        assertThat(codes(results)).containsExactly(202, 400, 400, 202);
        assertThat(results.get(1).path("problem").path("type").textValue()).endsWith("/problems/malformed-request");
        assertThat(results.stream().map(result -> result.path("index").intValue()))
                .containsExactly(0, 1, 2, 3);
        assertThat(keys()).containsExactly("a", "b");
    }

    @Test
    void aByteOrderMarkAndOtherLineEndsAreForgiven() throws Exception {
        String largest = lead("b") + " ".repeat(64 * 1024 - lead("b").length());

        List<JsonNode> results =
                results(sender.send(sender.batch(LINES, "\ufeff\r\n" + lead("a") + "\r\n\r\n" + largest + "\r\n")));

        assertThat(codes(results)).containsExactly(202, 202);
        assertThat(codes(results(sender.send(sender.batch(ARRAY, "\ufeff[" + lead("a") + "]")))))
                .containsExactly(202);
    }

    @Test
    void whatEachLeadIsToldIsWhatItWouldBeToldAlone() throws Exception {
        List<Taken> fates =
                List.of(new Replayed(IntakeSlice.LEAD_ID), new Duplicate(OTHER, IntakeSlice.LEAD_ID), new KeyReused());
        threshold.acceptance = arrival -> {
            store(arrival);
            return fates.get(taken.size() - 1);
        };

        List<JsonNode> results =
                results(sender.send(sender.batch(LINES, lead("a") + "\n" + lead("b") + "\n" + lead("c"))));

        assertThat(results.get(0)).isEqualTo(JSON.readTree("""
                {"index": 0, "code": 202, "leadId": "0199aaaa-0000-7000-8000-000000000001", "status": "DELIVERED",
                 "deliveries": [{"destination": "cap", "status": "DELIVERED"}], "replayed": true}"""));
        assertThat(results.get(1)).isEqualTo(JSON.readTree("""
                {"index": 1, "code": 202, "leadId": "0199aaaa-0000-7000-8000-000000000002", "status": "DUPLICATE",
                 "duplicateOf": "0199aaaa-0000-7000-8000-000000000001", "deliveries": []}"""));
        assertThat(results.get(2).path("code").intValue()).isEqualTo(422);
        assertThat(results.get(2).path("problem").path("type").textValue()).endsWith("/idempotency-key-reused");
    }

    @Test
    void theReferenceIsTheKeyAndTheHeaderIsNone() throws Exception {
        sender.send(sender.batch(ARRAY, "[" + lead("a") + "," + lead("") + "]").header("Idempotency-Key", "\u00e9"));

        assertThat(taken.stream().map(Arrival::key).toList())
                .containsExactly(Optional.of(new IdempotencyKey(IdempotencyKey.Kind.REFERENCE, "a")), Optional.empty());
    }

    @Test
    void anEmptyBatchIsOne() throws Exception {
        assertThat(sender.send(sender.batch(ARRAY, " [ ] ")).body()).isEqualTo("[]");
        HttpResponse<String> lines = sender.send(sender.batch(LINES, "\n"));
        assertThat(lines.statusCode()).isEqualTo(207);
        assertThat(lines.body()).isBlank();
    }

    static Stream<Arguments> noBatches() {
        String lead = ONE_LINE;
        return Stream.of(
                arguments("nothing", ARRAY, "", 400),
                arguments("one lead", ARRAY, lead, 400),
                arguments("half an array", ARRAY, "[" + lead, 400),
                arguments("a syntax error in the middle", ARRAY, "[" + lead + ", {\"a\": }, " + lead + "]", 400),
                arguments("two arrays", ARRAY, "[" + lead + "][" + lead + "]", 400),
                arguments("too deep", ARRAY, "[" + lead + "," + "[".repeat(100_000), 400),
                arguments("too many leads", ARRAY, "[" + "1,".repeat(1000) + lead + "]", 413),
                arguments("too many lines", LINES, (lead + "\n").repeat(1001), 413),
                arguments("too large", ARRAY, "[" + lead + " ".repeat(8 * 1024 * 1024) + "]", 413),
                arguments("too large lines", LINES, lead + "\n" + " ".repeat(8 * 1024 * 1024), 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noBatches")
    void whatIsNoBatchIsNotTakenAtAll(String what, String contentType, String body, int status) throws Exception {
        assertRefused(sender.send(sender.batch(contentType, body)), status);
        assertRefused(
                sender.send(sender.batch(
                        contentType,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))),
                status);
        assertThat(taken).isEmpty();
    }

    @Test
    void aBatchOf1000LeadsAnd8MiBIsTaken() throws Exception {
        String leads = IntStream.range(0, 1000).mapToObj(i -> lead("k" + i)).collect(Collectors.joining(",", "[", "]"));
        String body = leads + " ".repeat(8 * 1024 * 1024 - leads.length());

        List<JsonNode> results = results(sender.send(sender.batch(ARRAY, body)));

        assertThat(codes(results)).hasSize(1000).containsOnly(202);
        assertThat(keys())
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "k" + i).toList());
    }

    @Test
    void aLeadThatIsTooLargeIsRefusedAlone() throws Exception {
        String atMost =
                lead("a").replaceFirst(" ", " ".repeat(64 * 1024 + 1 - lead("a").length()));
        String larger = atMost.replaceFirst(" ", "  ");

        List<JsonNode> results = results(sender.send(sender.batch(ARRAY, "[" + larger + "," + atMost + "]")));

        assertThat(codes(results)).containsExactly(413, 202);
        assertThat(results.getFirst().path("problem").path("type").textValue()).endsWith("/payload-too-large");
    }

    @Test
    void aLeadIsReadAsStrictlyAsAlone() throws Exception {
        String attribute = ONE_LINE.replace("\"contact\"", "\"attributes\": {\"x\": %s}, \"contact\"");
        List<JsonNode> results = results(sender.send(sender.batch(
                ARRAY,
                "["
                        + String.join(
                                ",",
                                attribute.formatted("\"a\", \"x\": \"b\""),
                                attribute.formatted("1".repeat(101)),
                                attribute.formatted("1".repeat(60_000)),
                                attribute.formatted("\"\", \"" + "n".repeat(60_000) + "\": \"\""),
                                attribute.formatted("[".repeat(30) + "]".repeat(30)),
                                attribute.formatted("\"\\ud800\""),
                                ONE_LINE)
                        + "]")));

        assertThat(codes(results)).containsExactly(400, 400, 400, 400, 400, 400, 202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json;charset=iso-8859-1",
                "application/x-www-form-urlencoded",
                "*/*",
                ""
            })
    void otherFormsAreNotTaken(String contentType) throws Exception {
        assertProblem(sender.send(sender.batch(contentType, "[]")), 415, "unsupported-media-type");
    }

    @Test
    void whoCannotReadTheAnswerIsToldBeforeAnythingIsStored() throws Exception {
        String body = "[" + ONE_LINE + "]";
        assertProblem(sender.send(sender.batch(ARRAY, body).header("Accept", "text/html")), 406, "not-acceptable");
        assertProblem(sender.send(sender.batch(ARRAY, body).header("Accept", LINES)), 406, "not-acceptable");
        assertProblem(sender.send(sender.batch(LINES, ONE_LINE).header("Accept", ARRAY)), 406, "not-acceptable");
        assertThat(taken).isEmpty();
        assertThat(sender.send(sender.batch(LINES, ONE_LINE).header("Accept", "text/html, application/*;q=0.1"))
                        .statusCode())
                .isEqualTo(207);
    }

    @Test
    void withoutAKeyNothingIsRead() throws Exception {
        assertProblem(sender.send(sender.batch(ARRAY, "[]").setHeader("X-API-Key", "key-u")), 401, "unauthorized");
    }

    @Test
    void aSourceIsLimitedByTheLeadsOfItsBatches() throws Exception {
        String body = IntStream.range(0, 100).mapToObj(i -> lead("k" + i)).collect(Collectors.joining(",", "[", "]"));

        assertThat(sender.send(sender.batch(ARRAY, body).setHeader("X-API-Key", "key-late"))
                        .statusCode())
                .isEqualTo(207);
        HttpResponse<String> limited = sender.send(sender.batch(ARRAY, body).setHeader("X-API-Key", "key-late"));

        assertProblem(limited, 429, "too-many-requests");
        assertThat(limited.headers().firstValue("Retry-After"))
                .hasValueSatisfying(wait -> assertThat(Integer.parseInt(wait)).isBetween(90, 101));
        assertThat(taken).hasSize(100);
        assertThat(sender.send(sender.lead(LEAD).setHeader("X-API-Key", "key-late"))
                        .statusCode())
                .as("a lead that comes alone")
                .isEqualTo(202);
    }

    @Test
    void aDatabaseThatIsAwayFromTheStartIsToldOfTheWholeBatch() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataAccessResourceFailureException(SECRET);
        };

        HttpResponse<String> answer = sender.send(sender.batch(LINES, "nonsense\n" + lead("a") + "\n" + lead("b")));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.body()).contains("not known to be stored");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void oneThatGoesAwayHalfWayIsToldOfWhatIsLeft() throws Exception {
        int beforeItGoes = 250;
        threshold.acceptance = arrival -> {
            if (taken.size() == beforeItGoes) {
                throw new DataAccessResourceFailureException(SECRET);
            }
            return store(arrival);
        };
        List<String> leads = new ArrayList<>(
                IntStream.range(0, 600).mapToObj(i -> lead("k" + i)).toList());
        leads.set(500, "{}");

        List<JsonNode> results = results(sender.send(sender.batch(LINES, String.join("\n", leads))));

        assertThat(codes(results.subList(0, beforeItGoes))).containsOnly(202);
        assertThat(results.get(500).path("code").intValue()).isEqualTo(400);
        results.remove(500);
        assertThat(results.subList(beforeItGoes, 599)).allSatisfy(result -> {
            assertThat(result.path("code").intValue()).isEqualTo(503);
            assertThat(result.path("problem").path("type").textValue()).endsWith("/unavailable");
            assertThat(result.toString()).doesNotContain(SECRET);
        });
    }

    @Test
    void aFaultOfOursIsThatLeadsAlone() throws Exception {
        threshold.acceptance = arrival -> {
            if (arrival.key().orElseThrow().value().equals("b")) {
                throw new DataIntegrityViolationException(SECRET);
            }
            return store(arrival);
        };

        List<JsonNode> results =
                results(sender.send(sender.batch(LINES, lead("a") + "\n" + lead("b") + "\n" + lead("c"))));

        assertThat(codes(results)).containsExactly(202, 500, 202);
    }

    @Test
    void aSourceHasOneBatchAtATimeAndKeepsNoOtherOut() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        threshold.acceptance = arrival -> {
            taken.add(arrival);
            if (arrival.key().orElseThrow().value().equals("a")) {
                await(mayGoOn);
            }
            return new Stored(OTHER);
        };
        var one = sender.sendAsync(sender.batch(LINES, lead("a")));
        try {
            eventually(() -> assertThat(taken).hasSize(1));

            HttpResponse<String> two = sender.send(sender.batch(ARRAY, "[" + lead("b") + "]"));
            HttpResponse<String> anothers =
                    sender.send(sender.batch(ARRAY, "[" + lead("c") + "]").setHeader("X-API-Key", "key-in"));

            assertProblem(two, 503, "unavailable");
            assertThat(two.headers().firstValue("Retry-After")).isPresent();
            assertThat(anothers.statusCode()).isEqualTo(207);
        } finally {
            mayGoOn.countDown();
        }
        assertThat(one.get().statusCode()).isEqualTo(207);
        assertThat(sender.send(sender.batch(LINES, lead("b"))).statusCode()).isEqualTo(207);
        assertThat(keys()).containsExactly("a", "c", "b");
    }

    @Test
    void ofWhoVanishesWhileSendingNothingIsTaken() throws Exception {
        try (Socket socket = new Socket("localhost", sender.port())) {
            socket.getOutputStream().write(head(LINES, 10_000).getBytes(UTF_8));
            socket.getOutputStream().write((lead("a") + "\n" + lead("b") + "\n").getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400");
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void ofWhoVanishesWhileWaitingEverythingIsTaken() throws Exception {
        CountDownLatch hasGone = new CountDownLatch(1);
        threshold.acceptance = arrival -> {
            Taken stored = store(arrival);
            await(hasGone);
            return stored;
        };
        String body = IntStream.range(0, 1000).mapToObj(i -> lead("k" + i)).collect(Collectors.joining("\n"));
        try (Socket socket = new Socket("localhost", sender.port())) {
            socket.getOutputStream().write(head(LINES, body.length()).getBytes(UTF_8));
            socket.getOutputStream().write(body.getBytes(UTF_8));
            eventually(() -> assertThat(taken).isNotEmpty());
            socket.setSoLinger(true, 0);
        }
        hasGone.countDown();

        eventually(() -> assertThat(taken).hasSize(1000));
        eventually(() -> {
            assertThat(sender.send(sender.batch(LINES, lead("a"))).statusCode()).isEqualTo(207);
            assertThat(sender.send(sender.batch(LINES, lead("b"))).statusCode()).isEqualTo(207);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String head(String contentType, int length) {
        return "POST /api/v1/leads/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: key-uk\r\nContent-Type: "
                + contentType + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String lead(String reference) {
        return ONE_LINE.replace("web-1", reference);
    }

    private List<String> keys() {
        return taken.stream()
                .map(arrival -> arrival.key().orElseThrow().value())
                .toList();
    }

    private static List<Integer> codes(List<JsonNode> results) {
        return results.stream().map(result -> result.path("code").intValue()).toList();
    }

    private static List<JsonNode> results(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        List<JsonNode> results = new ArrayList<>();
        if (answer.body().startsWith("[")) {
            JSON.readTree(answer.body()).forEach(results::add);
        } else {
            for (String line : answer.body().split("\n")) {
                results.add(JSON.readTree(line));
            }
        }
        return results;
    }

    private double received(String result) {
        return meters.counter("leadrouter.leads.received", "source", "website-uk", "result", result)
                .count();
    }
}
