package com.leadrouter.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.platform.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says whether an answer is one that anybody may get, and remembers the leads that were accepted. */
final class Judge {

    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TYPES = Arrays.stream(ProblemType.values())
            .map(type -> type.uri().toString())
            .collect(Collectors.toSet());

    private final Queue<UUID> accepted = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<Integer>> statuses = new ConcurrentHashMap<>();
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong submittedAnew = new AtomicLong();

    /** The leads that were accepted since it was last asked. */
    Set<UUID> takeAccepted() {
        Set<UUID> all = Set.copyOf(accepted);
        accepted.clear();
        return all;
    }

    /** What plain knocks at each target have been answered, alone or in a batch. */
    Map<String, Set<Integer>> statuses() {
        return statuses;
    }

    /** How many submissions of forms were taken, all in all. */
    long submitted() {
        return submitted.get();
    }

    /** How many of them have had no key, so that each is a lead of its own. */
    long submittedAnew() {
        return submittedAnew.get();
    }

    /** What is wrong with the answer, if anything is. */
    Optional<String> fault(Knock knock, Answered answer) {
        note(knock, answer.status());
        try {
            return switch (answer.status() / 100) {
                case -1 -> Optional.of("no answer for longer than any time-out");
                case 0 -> knock.isFramed() ? Optional.of("hung up") : Optional.empty();
                case 2 -> faultOfWelcome(knock, answer);
                case 3 -> faultOfFarewell(knock, answer);
                case 4 -> knock.method().equals("HEAD") ? Optional.empty() : faultOfRefusal(answer);
                default -> Optional.of("a status that nobody may get");
            };
        } catch (IOException e) {
            return Optional.of("not the JSON that it should be");
        }
    }

    private Optional<String> faultOfWelcome(Knock knock, Answered answer) throws IOException {
        if (!answer.header("Content-Type").contains("json") || answer.body().isEmpty()) {
            return Optional.empty();
        }
        if (answer.status() == 207) {
            return faultOfResults(knock, results(answer));
        }
        if (answer.status() == 202) {
            isTaken(knock, JSON.readTree(answer.body()));
        }
        return Optional.empty();
    }

    // Of an array the elements, else one value after the other.
    private static List<JsonNode> results(Answered answer) throws IOException {
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(answer.body())) {
            return values.readAll();
        }
    }

    private Optional<String> faultOfResults(Knock knock, List<JsonNode> results) {
        if (knock.leads() != Body.UNKNOWN && knock.leads() != results.size()) {
            return Optional.of("not a result for each lead");
        }
        return IntStream.range(0, results.size())
                .mapToObj(i -> faultOfResult(knock, i, results.get(i)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> faultOfResult(Knock knock, int index, JsonNode result) {
        int code = result.path("code").asInt();
        if (result.path("index").asInt(-1) != index) {
            return Optional.of("not in order");
        }
        note(knock, code);
        if (code == 202) {
            isTaken(knock, result);
            return Optional.empty();
        }
        return code >= 400 && code < 500
                ? faultOfProblem(result.path("problem"), code)
                : Optional.of("a code that nobody may get");
    }

    private void isTaken(Knock knock, JsonNode lead) {
        accepted.add(UUID.fromString(lead.path("leadId").asText()));
        isTaken(knock);
    }

    private void isTaken(Knock knock) {
        if (knock.target().isForm()) {
            submitted.incrementAndGet();
            if (!knock.isKeyed()) {
                submittedAnew.incrementAndGet();
            }
        }
    }

    private void note(Knock knock, int status) {
        if (knock.isPlain()) {
            statuses.computeIfAbsent(knock.target().name(), name -> new ConcurrentSkipListSet<>())
                    .add(status);
        }
    }

    private Optional<String> faultOfFarewell(Knock knock, Answered answer) {
        if (answer.status() == 303) {
            isTaken(knock);
        }
        return answer.status() == 303 && !answer.header("Location").endsWith("/thanks")
                ? Optional.of("sent on to nowhere")
                : Optional.empty();
    }

    private static Optional<String> faultOfRefusal(Answered answer) throws IOException {
        if (answer.header("Content-Type").startsWith("text/html")) {
            return answer.body().contains("<title>") ? Optional.empty() : Optional.of("no page");
        }
        return answer.header("Content-Type").startsWith("application/problem+json")
                ? faultOfProblem(JSON.readTree(answer.body()), answer.status())
                : Optional.of("no problem");
    }

    private static Optional<String> faultOfProblem(JsonNode problem, int status) {
        return TYPES.contains(problem.path("type").asText())
                        && problem.path("status").asInt() == status
                ? Optional.empty()
                : Optional.of("a problem of no known type, or of another status");
    }
}
