package com.leadrouter.bench;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Leads taken in per second by two builds, one beside the other on one PostgreSQL: rounds of each in turn, and of their
 * ratios the median. Nothing is delivered meanwhile. Both check, route and store; what is in the newer build alone
 * (limits, bcrypt keys, the duplicate window) is on there, set so that it refuses nothing.
 */
final class IntakeBenchmark {

    private static final int ROUNDS = Integer.getInteger("lead-router.bench.rounds", 9);
    private static final int LEADS = Integer.getInteger("lead-router.bench.leads", 6_000);
    private static final int WARM_UPS = 14;
    private static final int CLIENTS = Integer.getInteger("lead-router.bench.clients", 128);
    private static final String KEY = "lr_benchmark";

    private static final String LEAD = """
            { "campaignId": "966c7488-bfa7-45b5-8510-d26ba3008879", "enquiryType": "Test Drive",
              "acquisitionChannel": "Website", "ipAddress": "203.0.113.7",
              "contact": { "firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada.%s@example.com",
                "phoneNumber": "+91 9%09d", "address": { "postcode": "560001", "city": "Bengaluru", "country": "IN" } },
              "optInConsents": { "email": true, "phone": false }, "vehicle": { "name": "Example Vehicle" },
              "attributes": { "utm_source": "newsletter" } }
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void theNewerTakesInAsFastAsTheOlder() throws Exception {
        Path older = jar("lead-router.bench.baseline");
        Path newer = jar("lead-router.bench.candidate");
        try (Service baseline = Service.start(older, KEY, List.of());
                Service candidate = Service.start(
                        newer,
                        "{bcrypt}" + BCrypt.hashpw(KEY, BCrypt.gensalt(10)),
                        List.of("--lead-router.sources.bench.rate-limit=1000000"))) {
            baseline.awaitReady(http);
            candidate.awaitReady(http);
            // Until both are compiled as far as they will be.
            for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
                rate(baseline);
                rate(candidate);
            }
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                boolean olderFirst = round % 2 == 1;
                double one = rate(olderFirst ? baseline : candidate);
                double two = rate(olderFirst ? candidate : baseline);
                double ratio = olderFirst ? two / one : one / two;
                ratios.add(ratio);
                System.out.printf(
                        "round %d: baseline %.0f/s, candidate %.0f/s, ratio %.2f%n",
                        round, olderFirst ? one : two, olderFirst ? two : one, ratio);
            }
            double[] sorted =
                    ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    "intake, candidate : baseline, median of %d rounds of %d leads with %d clients: %.2f (%.2f to %.2f)%n",
                    ROUNDS,
                    LEADS,
                    CLIENTS,
                    sorted[ROUNDS / 2],
                    sorted[0],
                    DoubleStream.of(sorted).max().orElseThrow());
        }
    }

    private double rate(Service service) throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(LEADS);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        handIn(service);
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        return LEADS / ((System.nanoTime() - start) / 1e9);
    }

    private void handIn(Service service) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.leads())
                .header("X-API-Key", KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        LEAD.formatted(UUID.randomUUID(), number.incrementAndGet() % 1_000_000_000)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static Path jar(String property) {
        String path = System.getProperty(property);
        if (path == null) {
            throw new IllegalStateException("-D" + property + "=… names the jar; bench/intake does that");
        }
        return Path.of(path);
    }

    /** A built jar that runs, with a database of its own and every destination paused. */
    private record Service(Process process, int port) implements AutoCloseable {

        static Service start(Path jar, String key, List<String> further) throws IOException {
            Database database = TestDatabases.create();
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // With less to start from, chance decides whether G1 marks all the time.
                    "-Xms512m",
                    "-Xmx512m",
                    "-jar",
                    jar.toString(),
                    "--server.port=" + port,
                    "--management.server.port=" + freePort(),
                    "--spring.datasource.url=" + database.url(),
                    "--spring.datasource.username=" + database.username(),
                    "--spring.datasource.password=" + database.password(),
                    "--lead-router.start-paused=true",
                    "--lead-router.sources.bench.api-keys[0]=" + key,
                    "--lead-router.sources.bench.region=IN",
                    "--lead-router.destinations.cap.type=cap",
                    "--lead-router.destinations.cap.base-url=http://127.0.0.1:9",
                    "--lead-router.destinations.cap.api-key=unused-key",
                    "--lead-router.destinations.kapture.type=kapture",
                    "--lead-router.destinations.kapture.base-url=http://127.0.0.1:9",
                    "--lead-router.destinations.kapture.auth-key=dW51c2Vk"));
            command.addAll(further);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "bench-" + port + ".log").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("DATABASE_"));
            return new Service(builder.start(), port);
        }

        URI leads() {
            return URI.create("http://127.0.0.1:" + port + "/api/v1/leads");
        }

        void awaitReady(HttpClient http) {
            HttpRequest probe = HttpRequest.newBuilder(leads()).build();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsMatching(ConnectException.class::isInstance)
                    .until(() -> http.send(probe, HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    / 100
                            == 4);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }
}
