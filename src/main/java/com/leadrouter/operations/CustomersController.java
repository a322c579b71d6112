package com.leadrouter.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.kapture.CustomerPage;
import com.leadrouter.kapture.PullReport;
import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/destinations/{name}/customers}: the customers that a destination has told of, and pulls of them. */
@RestController
final class CustomersController {

    private static final int USUAL_LIMIT = 50;
    private static final int LARGEST_LIMIT = 500;
    private static final int LONGEST_Q = 254;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** A pull, begun. */
    record PullBegun(UUID pullId) {}

    /** How a pull stands; {@code durationMillis} once it has ended. */
    record Pull(
            PullReport.State state,
            Instant from,
            Instant to,
            int customers,
            @JsonProperty("new") int added,
            int changed,
            @Nullable Long durationMillis,
            @Nullable String error) {

        static Pull of(PullReport report) {
            Instant finished = report.finishedAt();
            return new Pull(
                    report.state(),
                    report.from(),
                    report.to(),
                    report.customers(),
                    report.added(),
                    report.changed(),
                    finished == null
                            ? null
                            : Duration.between(report.startedAt(), finished).toMillis(),
                    report.error());
        }
    }

    /** A page of customers. */
    record Customers(List<Customer> customers, @Nullable String nextCursor) {

        static Customers of(CustomerPage page) {
            return new Customers(
                    page.customers().stream().map(Customer::of).toList(),
                    page.next() == null ? null : page.next().toString());
        }
    }

    /** A customer with the leads that it matches; who no lead explains is an id and a time. */
    record Customer(
            String customerId,
            @Nullable String name,
            @Nullable String phoneNumber,
            @Nullable String emailAddress,
            Instant seenAt,
            List<Match> leads) {

        static Customer of(CustomerPage.Entry entry) {
            return new Customer(
                    Long.toString(entry.customerId()),
                    entry.name(),
                    entry.phone(),
                    entry.email(),
                    entry.seenAt(),
                    entry.leads().stream().map(Match::of).toList());
        }

        @Override
        public String toString() {
            return "Customer[" + customerId + ", …]";
        }
    }

    /** A lead, and by what it is that customer's. */
    record Match(LeadId leadId, String matchedBy) {

        static Match of(CustomerPage.Match match) {
            return new Match(
                    match.leadId(),
                    switch (match.matchedBy()) {
                        case CUSTOMER_ID -> "customerId";
                        case PHONE, EMAIL -> match.matchedBy().name().toLowerCase(Locale.ROOT);
                    });
        }
    }

    private final CustomerDestinations destinations;
    private final CustomerDesk desk;
    private final SentPersons persons;
    private final Pulls pulls;
    private final Clock clock;

    CustomersController(
            CustomerDestinations destinations, CustomerDesk desk, SentPersons persons, Pulls pulls, Clock clock) {
        this.destinations = destinations;
        this.desk = desk;
        this.persons = persons;
        this.pulls = pulls;
        this.clock = clock;
    }

    @PostMapping(path = "/api/v1/destinations/{name}/customers/pull", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> pull(CallingOperator operator, @PathVariable String name, HttpServletRequest request) {
        return destinations.at(
                name,
                request,
                destination -> ActionBody.isJsonOrNothing(request)
                        ? pull(operator, destination, request)
                        : Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, ActionBody.TYPE_RULE, request)
                                .answer());
    }

    private ResponseEntity<?> pull(CallingOperator operator, DestinationName destination, HttpServletRequest request) {
        return PullRequest.read(request)
                .<ResponseEntity<?>>map(
                        sent -> Period.read(sent.from(), sent.to(), persons.timeZoneOf(destination), clock.instant())
                                .<ResponseEntity<?>>map(period -> begin(operator, destination, period, sent.reason()))
                                .orElseGet(() -> malformed(Period.RULE, request)))
                .orElseGet(() -> malformed(PullRequest.RULE, request));
    }

    private ResponseEntity<?> begin(
            CallingOperator operator, DestinationName destination, Period period, @Nullable String reason) {
        UUID pull = pulls.request(operator, destination, period, reason);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/destinations/" + destination + "/customers/pulls/" + pull))
                .body(new PullBegun(pull));
    }

    @GetMapping(
            path = "/api/v1/destinations/{name}/customers/pulls/{pullId}",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> pullOf(
            CallingOperator operator,
            @PathVariable String name,
            @PathVariable String pullId,
            HttpServletRequest request) {
        return destinations.at(
                name,
                request,
                destination -> uuid(pullId)
                        .flatMap(id -> desk.pull(destination, id))
                        .<ResponseEntity<?>>map(report -> ResponseEntity.ok(Pull.of(report)))
                        .orElseGet(
                                () -> Problem.of(ProblemType.NOT_FOUND, request).answer()));
    }

    @GetMapping(path = "/api/v1/destinations/{name}/customers", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> customers(
            CallingOperator operator,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            HttpServletRequest request) {
        return destinations.at(name, request, destination -> {
            if (q != null && (q.length() > LONGEST_Q || q.chars().anyMatch(Character::isISOControl))) {
                return malformed(
                        "q has at most " + LONGEST_Q + " characters, none of them a control character.", request);
            }
            @Nullable String before = given(cursor);
            @Nullable String number = given(limit);
            if (before != null && !NUMBER.matcher(before).matches()) {
                return malformed("cursor is the nextCursor of the page before.", request);
            }
            int most = number == null ? USUAL_LIMIT : NUMBER.matcher(number).matches() ? parsed(number) : 0;
            if (most < 1 || most > LARGEST_LIMIT) {
                return malformed("limit is a number from 1 to " + LARGEST_LIMIT + ".", request);
            }
            return ResponseEntity.ok(Customers.of(desk.customers(
                    destination,
                    q == null || q.isBlank() ? null : q,
                    before == null ? null : Long.valueOf(before),
                    most)));
        });
    }

    // As with a search, a blank one is an absent one.
    private static @Nullable String given(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() ? null : parameter.strip();
    }

    private static int parsed(String limit) {
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(limit));
    }

    private static ResponseEntity<?> malformed(String detail, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, request).answer();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
