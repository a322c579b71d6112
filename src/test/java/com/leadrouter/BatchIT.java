package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.Eventually.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Batches as large as they may be, through the whole service, in a JVM of 128 MiB that ends where its memory does. */
@Timeout(240)
class BatchIT {

    private static final int MOST = 1000;
    private static final int LARGEST = 8 * 1024 * 1024;

    /** Of two sources: each has one batch at a time. */
    private static final List<String> KEYS = List.of("demo-key", "other-key");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\)");

    @TempDir
    private static Path directory;

    private static StandIns standIns;
    private static JdbcClient jdbc;
    private static OwnJvm service;
    private static URI batches;

    @BeforeAll
    static void start() throws IOException {
        Database database = TestDatabases.create();
        jdbc = database.jdbc();
        standIns = StandIns.start();
        int port = freePort();
        batches = URI.create("http://127.0.0.1:" + port + "/api/v1/leads/batch");
        service = OwnJvm.start(
                List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-Xlog:gc:file=" + directory.resolve("gc.log")),
                List.of(Replica.arguments(
                        database,
                        standIns,
                        "--server.port=" + port,
                        "--management.server.port=0",
                        "--server.address=127.0.0.1",
                        "--lead-router.sources.other.rate-limit=0",
                        "--lead-router.start-paused=true",
                        "--logging.level.com.leadrouter.intake=warn")));
        within(Duration.ofSeconds(120), () -> assertThat(service.output()).contains("Started LeadRouterApplication"));
    }

    @AfterAll
    static void stop() throws Exception {
        service.collectGarbage();
        service.close();
        standIns.close();
        // It would have ended where its memory does; what must not be is that batches leave something.
        Heap heap = Heap.of(Files.readAllLines(directory.resolve("gc.log")));
        System.out.println("batches in a JVM of 128 MiB: " + heap);
        assertThat(heap.most()).isPositive();
        assertThat(heap.leftAtTheEnd()).as("left by the last collection").isLessThan(80);
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate lead, delivery, intake_key, intake_fingerprint").update();
    }

    @Test
    void ofAThousandLeadsWithAHundredBadOnesTheOthersAreStoredInOrder() throws Exception {
        String body = array(i -> i % 10 == 3 ? bad(i) : good(i));

        List<JsonNode> results = results(send(body, "application/json"));

        assertThat(results).hasSize(MOST);
        assertThat(IntStream.range(0, MOST)).allSatisfy(i -> {
            assertThat(results.get(i).path("index").intValue()).isEqualTo(i);
            assertThat(results.get(i).path("code").intValue()).isEqualTo(i % 10 == 3 ? 400 : 202);
        });
        List<String> ids = ids(results);
        assertThat(ids).hasSize(900).doesNotHaveDuplicates().isSorted();
        assertThat(jdbc.sql("select id::text from lead order by (document->>'externalReferenceId')::int")
                        .query(String.class)
                        .list())
                .isEqualTo(ids);

        List<JsonNode> again = results(send(body, "application/json"));

        assertThat(ids(again)).isEqualTo(ids);
        assertThat(again.stream().filter(result -> result.path("replayed").asBoolean()))
                .hasSize(900);
        assertThat(count("lead")).isEqualTo(900);
        assertThat(count("delivery")).isEqualTo(1800);
    }

    @Test
    void theLargestBatchesTwoAtATime() throws Exception {
        int perLead = LARGEST / MOST - 10;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int batch = 0; batch < 2; batch++) {
            int first = batch * MOST;
            answers.add(sendAsync(KEYS.get(batch), lines(i -> longest(first + i, perLead)), "application/x-ndjson"));
        }

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(ids(results(answer.get()))).hasSize(MOST);
        }
        assertThat(count("lead")).isEqualTo(2 * MOST);
    }

    @Test
    void moreFaultsThanMemoryHoldsTwiceAtATime() throws Exception {
        String body = array(i -> mostFaults(LARGEST / MOST - 10));
        CompletableFuture<HttpResponse<String>> one = sendAsync(KEYS.getFirst(), body, "application/json");
        CompletableFuture<HttpResponse<String>> two = sendAsync(KEYS.getLast(), body, "application/json");

        for (HttpResponse<String> answer : List.of(one.get(), two.get())) {
            assertThat(answer.body().length()).isGreaterThan(LARGEST);
            assertThat(results(answer))
                    .hasSize(MOST)
                    .allSatisfy(result ->
                            assertThat(result.path("problem").path("errors")).hasSize(100));
        }
        assertThat(count("lead")).isZero();
        assertThat(results(send(array(i -> good(i)), "application/json"))).hasSize(MOST);
    }

    @Test
    void ofWhoVanishesHalfWayNothingIsStored() throws Exception {
        byte[] body = lines(BatchIT::onOneLine).getBytes(UTF_8);
        try (Socket socket = new Socket("127.0.0.1", batches.getPort())) {
            begin(socket, body.length);
            socket.getOutputStream().write(body, 0, body.length / 2);
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400");
        }

        assertThat(count("lead")).isZero();
        assertThat(ids(results(send(new String(body, UTF_8), "application/x-ndjson"))))
                .hasSize(MOST);
        assertThat(count("lead")).isEqualTo(MOST);
    }

    @Test
    void ofWhoVanishesWhileItIsAnsweredAllIsStoredAndSentAgainItIsReplayed() throws Exception {
        String body = lines(BatchIT::onOneLine);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", batches.getPort()));
            begin(socket, body.length());
            socket.getOutputStream().write(body.getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(count("lead")).as("when the answer begins").isEqualTo(MOST);
            socket.setSoLinger(true, 0);
        }

        eventually(() -> {
            List<JsonNode> again = results(send(body, "application/x-ndjson"));
            assertThat(again)
                    .hasSize(MOST)
                    .allSatisfy(result ->
                            assertThat(result.path("replayed").asBoolean()).isTrue());
            assertThat(ids(again)).isSorted();
        });
        assertThat(count("lead")).isEqualTo(MOST);
    }

    private static void begin(Socket socket, int length) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /api/v1/leads/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: "
                                + KEYS.getFirst() + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                                + length + "\r\n\r\n")
                        .getBytes(UTF_8));
    }

    private static String onOneLine(int number) {
        return good(number).replace("\n", " ");
    }

    private static String good(int number) {
        return Api.aLead(number).replaceFirst("\\{", "{ \"externalReferenceId\": \"" + number + "\",");
    }

    private static String bad(int number) {
        return good(number).replace("Test Drive", "Joy Ride");
    }

    /** A good one of so many bytes, in characters that need more of them in memory. */
    private static String longest(int number, int bytes) {
        String attributes = IntStream.range(0, 4)
                .mapToObj(i -> "\"a" + i + "\": \"" + "é\u6771".repeat(220) + "\"")
                .collect(Collectors.joining(","));
        String lead = good(number).replace("\n", " ").replaceFirst("\\{", "{ \"attributes\": {" + attributes + "},");
        return lead + " ".repeat(bytes - lead.getBytes(UTF_8).length);
    }

    private static String mostFaults(int bytes) {
        StringBuilder lead = new StringBuilder("{\"x\":1");
        for (int i = 0; lead.length() < bytes - 80; i++) {
            lead.append(",\"").append("%".repeat(70)).append(i).append("\":1");
        }
        return lead.append('}').toString();
    }

    private static String array(IntFunction<String> leads) {
        return IntStream.range(0, MOST).mapToObj(leads).collect(Collectors.joining(",", "[", "]"));
    }

    private static String lines(IntFunction<String> leads) {
        return IntStream.range(0, MOST).mapToObj(leads).collect(Collectors.joining("\n"));
    }

    private static HttpResponse<String> send(String body, String contentType) throws Exception {
        return sendAsync(KEYS.getFirst(), body, contentType).get();
    }

    private static CompletableFuture<HttpResponse<String>> sendAsync(String key, String body, String contentType) {
        assertThat(body.getBytes(UTF_8).length).isLessThanOrEqualTo(LARGEST);
        HttpRequest request = HttpRequest.newBuilder(batches)
                .header("X-API-Key", key)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static List<JsonNode> results(HttpResponse<String> answer) throws IOException {
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

    private static List<String> ids(List<JsonNode> results) {
        return results.stream()
                .filter(result -> result.path("code").intValue() == 202)
                .map(result -> result.path("leadId").textValue())
                .toList();
    }

    private static int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    /** MiB: the most that was used, and what the last collection left. */
    private record Heap(int most, int leftAtTheEnd) {

        static Heap of(List<String> log) {
            Heap heap = new Heap(0, 0);
            for (String line : log) {
                Matcher collection = COLLECTION.matcher(line);
                if (collection.find()) {
                    heap = new Heap(
                            Math.max(heap.most, Integer.parseInt(collection.group(1))),
                            Integer.parseInt(collection.group(2)));
                }
            }
            return heap;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
