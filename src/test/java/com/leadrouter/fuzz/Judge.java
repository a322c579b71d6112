package com.leadrouter.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.platform.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Says whether an answer is one that anybody may get, and remembers the leads that were accepted. */
final class Judge {

    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TYPES = Arrays.stream(ProblemType.values())
            .map(type -> type.uri().toString())
            .collect(Collectors.toSet());

    private final Queue<UUID> accepted = new ConcurrentLinkedQueue<>();

    /** The leads that were accepted since it was last asked. */
    Set<UUID> takeAccepted() {
        Set<UUID> all = Set.copyOf(accepted);
        accepted.clear();
        return all;
    }

    /** What is wrong with the answer, if anything is. */
    Optional<String> fault(Knock knock, Answered answer) {
        try {
            return switch (answer.status() / 100) {
                case -1 -> Optional.of("no answer for longer than any time-out");
                case 0 -> knock.isFramed() ? Optional.of("hung up") : Optional.empty();
                case 2 -> faultOfWelcome(answer);
                case 3 -> Optional.empty();
                case 4 -> knock.method().equals("HEAD") ? Optional.empty() : faultOfRefusal(answer);
                default -> Optional.of("a status that nobody may get");
            };
        } catch (IOException e) {
            return Optional.of("not the JSON that it should be");
        }
    }

    private Optional<String> faultOfWelcome(Answered answer) throws IOException {
        if (!answer.header("Content-Type").contains("json") || answer.body().isEmpty()) {
            return Optional.empty();
        }
        JsonNode body = JSON.readTree(answer.body());
        for (JsonNode lead :
                answer.status() == 207 ? body : JSON.createArrayNode().add(body)) {
            int code = answer.status() == 207 ? lead.path("code").asInt() : answer.status();
            if (code == 202) {
                accepted.add(UUID.fromString(lead.path("leadId").asText()));
            } else if (code >= 500) {
                return Optional.of("a code that nobody may get");
            } else if (code >= 400) {
                return faultOfProblem(lead.path("problem"), code);
            }
        }
        return Optional.empty();
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
