package com.leadrouter.intake;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/leads}: one lead as JSON. */
@RestController
final class LeadsController {

    private static final String PATH = "/api/v1/leads";
    private static final int LARGEST_LEAD = 64 * 1024;

    private final JsonReader reader = new JsonReader(LARGEST_LEAD);
    private final Reception reception;
    private final Acceptance acceptance;
    private final Standing standing;
    private final Destinations destinations;
    private final LeadsReceived received;
    private final RateLimits limits;

    LeadsController(
            Reception reception,
            Acceptance acceptance,
            Standing standing,
            Destinations destinations,
            LeadsReceived received,
            RateLimits limits) {
        this.reception = reception;
        this.acceptance = acceptance;
        this.standing = standing;
        this.destinations = destinations;
        this.received = received;
        this.limits = limits;
    }

    // What is produced is said here so that a sender who cannot read the answer is told before anything is stored.
    @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> handIn(CallingSource source, HttpServletRequest request) {
        Optional<Duration> wait = limits.take(source, 1);
        if (wait.isPresent()) {
            received.count(source, Result.LIMITED);
            return Problem.of(ProblemType.TOO_MANY_REQUESTS, request).answerAfter(wait.get());
        }
        IdempotencyHeader header = IdempotencyHeader.of(request);
        if (!header.isReadable()) {
            String detail = "Idempotency-Key may come once, with at most 255 visible ASCII characters.";
            return refuse(source, Problem.of(ProblemType.MALFORMED_REQUEST, detail, request));
        }
        return switch (reader.read(request)) {
            case JsonBody.Unreadable(ProblemType type, String detail) ->
                refuse(source, Problem.of(type, detail, request));
            case JsonBody.Json(var json) ->
                switch (reception.receive(source, json, header.key())) {
                    case Received.Refused(List<Violation> violations) ->
                        refuse(
                                source,
                                Problem.of(ProblemType.INVALID_LEAD, request).with(faults(violations)));
                    case Received.Welcome(Arrival arrival) -> take(source, arrival, request);
                };
        };
    }

    private ResponseEntity<?> take(CallingSource source, Arrival arrival, HttpServletRequest request) {
        return switch (acceptance.take(arrival)) {
            case Taken.Stored(var leadId) -> {
                received.count(source, arrival.decision().isRouted() ? Result.ACCEPTED : Result.UNROUTED);
                yield accepted(LeadAnswer.stored(leadId, arrival.decision(), destinations), new HttpHeaders());
            }
            case Taken.Replayed(var leadId) -> {
                received.count(source, Result.REPLAYED);
                HttpHeaders headers = new HttpHeaders();
                headers.set("Idempotency-Replayed", "true");
                yield accepted(standing.of(leadId), headers);
            }
            case Taken.KeyReused() -> refuse(source, Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, request));
        };
    }

    private static ResponseEntity<?> accepted(LeadAnswer answer, HttpHeaders headers) {
        headers.setLocation(URI.create(PATH + "/" + answer.leadId()));
        return new ResponseEntity<>(answer, headers, HttpStatus.ACCEPTED);
    }

    private ResponseEntity<?> refuse(CallingSource source, Problem problem) {
        received.count(source, Result.INVALID);
        return problem.answer();
    }

    private static List<Problem.Fault> faults(List<Violation> violations) {
        return violations.stream()
                .map(violation -> new Problem.Fault(violation.pointer(), violation.code(), violation.detail()))
                .toList();
    }
}
