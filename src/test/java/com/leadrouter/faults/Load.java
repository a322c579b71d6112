package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.Api;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leads from several clients, at a steady pace, to both replicas, as senders that mean it hand them in: each with a key
 * of its own, and again with the same key until it is accepted. Each eighth is from the person of the one before.
 */
final class Load implements AutoCloseable {

    static final String FIRST_NAME = "Zebedia";
    static final String LAST_NAME = "Quillfeather";
    static final String DOMAIN = ".faults.example";

    static final int CLIENTS = 24;

    /** How long a client waits for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final int SECOND_OF_A_PERSON = 8;
    private static final Duration BEFORE_REPEATING = Duration.ofMillis(200);

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final AtomicInteger PERSONS = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a client got for one request; status 0 is no answer. */
    record Answer(int status, Duration took) {}

    private final Cluster cluster;
    private final String name = "load" + NUMBER.incrementAndGet();
    private final int leads;
    private final int firstPerson;
    private final Duration patience;
    private final ScheduledExecutorService clients;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<Integer, UUID> accepted = new ConcurrentHashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private Load(Cluster cluster, int leads, int clients, Duration patience) {
        this.clients = Executors.newScheduledThreadPool(clients);
        this.cluster = cluster;
        this.leads = leads;
        this.patience = patience;
        this.firstPerson = PERSONS.getAndAdd(leads);
    }

    static Load start(Cluster cluster, int leads, int perSecond) {
        return start(cluster, leads, perSecond, CLIENTS, PATIENCE);
    }

    static Load start(Cluster cluster, int leads, int perSecond, int clients, Duration patience) {
        Load load = new Load(cluster, leads, clients, patience);
        for (int i = 0; i < leads; i++) {
            int number = i;
            load.clients.schedule(
                    () -> load.handIn(number, 0), TimeUnit.SECONDS.toMicros(i) / perSecond, TimeUnit.MICROSECONDS);
        }
        return load;
    }

    private void handIn(int number, int repeats) {
        List<ReplicaProcess> replicas = cluster.replicas();
        HttpRequest request = HttpRequest.newBuilder(
                        replicas.get((number + repeats) % replicas.size()).url("/api/v1/leads"))
                .timeout(patience)
                .header("X-API-Key", "faults-key")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", name + "-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(lead(number)))
                .build();
        long asked = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            answers.add(new Answer(answer.statusCode(), Duration.ofNanos(System.nanoTime() - asked)));
            switch (answer.statusCode()) {
                case 202 ->
                    accepted.put(
                            number,
                            UUID.fromString(
                                    JSON.readTree(answer.body()).path("leadId").asText()));
                case 429, 503 -> repeat(number, repeats);
                default -> refusals.add(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException noAnswer) {
            answers.add(new Answer(0, Duration.ofNanos(System.nanoTime() - asked)));
            repeat(number, repeats);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void repeat(int number, int repeats) {
        if (!clients.isShutdown()) {
            clients.schedule(() -> handIn(number, repeats + 1), BEFORE_REPEATING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private String lead(int number) {
        return """
                { "campaignId": "%s", "enquiryType": "%s", "acquisitionChannel": "Website",
                  "contact": { "firstName": "%s", "lastName": "%s", "emailAddress": "%s", "phoneNumber": "+91%s",
                    "address": { "country": "IN" } },
                  "optInConsents": { "email": true, "phone": false }, "vehicle": { "name": "Example Vehicle" } }
                """.formatted(
                        Api.CAMPAIGN,
                        isSecondOfAPerson(number) ? "Quotation" : "Test Drive",
                        FIRST_NAME,
                        LAST_NAME,
                        email(number),
                        phone(number));
    }

    private static boolean isSecondOfAPerson(int number) {
        return number % SECOND_OF_A_PERSON == SECOND_OF_A_PERSON - 1;
    }

    private int person(int number) {
        return firstPerson + (isSecondOfAPerson(number) ? number - 1 : number);
    }

    private String email(int number) {
        return "z" + person(number) + "@" + name + DOMAIN;
    }

    private String phone(int number) {
        return String.valueOf(9_000_000_000L + person(number));
    }

    /** What all its leads' e-mail addresses match in SQL. */
    String emailPattern() {
        return "%@" + name + DOMAIN;
    }

    int leads() {
        return leads;
    }

    void awaitAccepted(int count) {
        within(Duration.ofSeconds(60), () -> assertThat(accepted.size()).isGreaterThanOrEqualTo(count));
    }

    /** Until every client has its 202. */
    void awaitAll() {
        within(
                Duration.ofMinutes(5),
                () -> assertThat(accepted.size() + refusals.size()).isGreaterThanOrEqualTo(leads));
        assertThat(refusals).as("refused by the service").isEmpty();
    }

    /** The ids that were told to clients. */
    Set<UUID> acceptedIds() {
        return new HashSet<>(accepted.values());
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** What clients get to hear from now on. */
    Told listen() {
        return new Told(this, answers.size());
    }

    @Override
    public void close() {
        clients.shutdownNow();
        http.close();
    }
}
