package com.leadrouter.operations;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/deliveries/retry}: many deliveries, by filter, and the jobs that this makes. */
@RestController
@RequestMapping(path = "/api/v1/deliveries/retry", produces = MediaType.APPLICATION_JSON_VALUE)
final class BulkRetryController {

    private static final String RULE = "The body is a JSON object with destination, status, outcome, campaignId, from,"
            + " to, dryRun and reason, and nothing else; dryRun is true or false, the others are texts. "
            + Reason.RULE;

    /** How a job stands. */
    record Job(UUID jobId, RetryJob.State state, long matched, long retried) {

        static Job of(RetryJob job) {
            return new Job(job.id(), job.state(), job.matched(), job.retried());
        }
    }

    private final BulkRetries retries;
    private final Destinations destinations;

    BulkRetryController(BulkRetries retries, Destinations destinations) {
        this.retries = retries;
        this.destinations = destinations;
    }

    @PostMapping
    ResponseEntity<?> retry(CallingOperator operator, HttpServletRequest request) {
        if (!ActionBody.isJsonOrNothing(request)) {
            return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, ActionBody.TYPE_RULE, request)
                    .answer();
        }
        return ActionBody.read(request, BulkRetryRequest.class, BulkRetryRequest.NOTHING)
                .filter(sent -> Reason.isPlain(sent.reason()))
                .<ResponseEntity<?>>map(sent -> retry(operator, sent, request))
                .orElseGet(() -> malformed(RULE, request));
    }

    private ResponseEntity<?> retry(CallingOperator operator, BulkRetryRequest sent, HttpServletRequest request) {
        return switch (sent.filter(destinations.names())) {
            case BulkRetryRequest.Read.Wrong(String rule) -> malformed(rule, request);
            case BulkRetryRequest.Read.Filter(RetryFilter filter) -> {
                try {
                    yield answer(
                            sent.isDryRun() ? retries.dryRun(filter) : retries.retry(filter, operator, sent.reason()));
                } catch (QueryTimeoutException e) {
                    yield Problem.of(ProblemType.SEARCH_TOO_BROAD, request).answer();
                }
            }
        };
    }

    private static ResponseEntity<?> answer(BulkRetries.Result result) {
        @Nullable UUID job = result.jobId();
        return job == null
                ? ResponseEntity.ok(result)
                : ResponseEntity.accepted()
                        .location(URI.create("/api/v1/deliveries/retry/" + job))
                        .body(result);
    }

    @GetMapping("/{jobId}")
    ResponseEntity<?> job(CallingOperator operator, @PathVariable String jobId, HttpServletRequest request) {
        return uuid(jobId)
                .flatMap(retries::job)
                .<ResponseEntity<?>>map(job -> ResponseEntity.ok(Job.of(job)))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, request).answer());
    }

    @DeleteMapping("/{jobId}")
    ResponseEntity<?> stop(CallingOperator operator, @PathVariable String jobId, HttpServletRequest request) {
        @Nullable String reason = Reason.ofHeader(request);
        if (!Reason.isPlain(reason)) {
            return malformed(Reason.HEADER_RULE, request);
        }
        return uuid(jobId)
                .flatMap(id -> retries.stop(id, operator, reason))
                .<ResponseEntity<?>>map(job -> ResponseEntity.ok(Job.of(job)))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, request).answer());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ResponseEntity<?> malformed(String detail, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, request).answer();
    }
}
