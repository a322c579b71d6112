package com.leadrouter.intake;

import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/leads}: one lead, as JSON or as a form. */
@RestController
final class LeadsController {

    private final LeadReader reader = new LeadReader();
    private final Reception reception;
    private final Intake intake;
    private final LeadsReceived received;
    private final RateLimits limits;

    LeadsController(Reception reception, Intake intake, LeadsReceived received, RateLimits limits) {
        this.reception = reception;
        this.intake = intake;
        this.received = received;
        this.limits = limits;
    }

    // What is produced is said here so that a sender who cannot read the answer is told before anything is stored.
    @PostMapping(path = "/api/v1/leads", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> handIn(CallingSource source, HttpServletRequest request) {
        Optional<Duration> wait = limits.take(source, 1);
        if (wait.isPresent()) {
            received.count(source, Result.LIMITED);
            return Problem.of(ProblemType.TOO_MANY_REQUESTS, request).answerAfter(wait.get());
        }
        IdempotencyHeader header = IdempotencyHeader.of(request);
        if (!header.isReadable()) {
            return refuse(source, Problem.of(ProblemType.MALFORMED_REQUEST, IdempotencyHeader.RULE, request));
        }
        return switch (reader.read(request)) {
            case LeadBody.Unreadable(ProblemType type, String detail) ->
                refuse(source, Problem.of(type, detail, request));
            case LeadBody.Readable sent ->
                switch (reception.receive(source, sent.draft(), header.key())) {
                    case Received.Refused refused -> refuse(source, refused.problem(request));
                    case Received.Welcome(Arrival arrival) -> take(source, arrival, request);
                };
        };
    }

    private ResponseEntity<?> take(CallingSource source, Arrival arrival, HttpServletRequest request) {
        return switch (intake.take(source, arrival)) {
            case Told.Accepted accepted -> accepted.answered();
            case Told.KeyReused() ->
                Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, request).answer();
        };
    }

    private ResponseEntity<?> refuse(CallingSource source, Problem problem) {
        received.count(source, Result.INVALID);
        return problem.answer();
    }
}
