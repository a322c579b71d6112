package com.leadrouter.operations;

import com.leadrouter.kapture.SentPersons;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/destinations/{name}/reconciliation}: whether the delivered leads really are there. */
@RestController
final class ReconciliationController {

    private final CustomerDestinations destinations;
    private final SentPersons persons;
    private final Reconciliations reconciliations;
    private final Clock clock;

    ReconciliationController(
            CustomerDestinations destinations, SentPersons persons, Reconciliations reconciliations, Clock clock) {
        this.destinations = destinations;
        this.persons = persons;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    @GetMapping(path = "/api/v1/destinations/{name}/reconciliation", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> reconciliation(
            CallingOperator operator,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        return destinations.at(
                name,
                request,
                destination -> Period.read(from, to, persons.timeZoneOf(destination), clock.instant())
                        .<ResponseEntity<?>>map(period -> ResponseEntity.ok(reconciliations.of(destination, period)))
                        .orElseGet(() -> Problem.of(ProblemType.MALFORMED_REQUEST, Period.RULE, request)
                                .answer()));
    }
}
