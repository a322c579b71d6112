package com.leadrouter.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.lead.Checked;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadDraft;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.routing.Decision;
import com.leadrouter.routing.Router;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Looks at one lead that was handed in, however it came: is it valid, where would it go, and would they take it there?
 * It stores nothing.
 */
@Component
final class Reception {

    private static final int MOST_VIOLATIONS = 100;

    private final Sources sources;
    private final Router router;
    private final Destinations destinations;
    private final Clock clock;

    Reception(Sources sources, Router router, Destinations destinations, Clock clock) {
        this.sources = sources;
        this.router = router;
        this.destinations = destinations;
        this.clock = clock;
    }

    /** Without a key of the sender's own, the lead's reference is its key. */
    Received receive(CallingSource source, JsonNode sent, Optional<IdempotencyKey> key) {
        return receive(source, LeadDraft.of(sent), key);
    }

    /** Without a key of the sender's own, the lead's reference is its key. */
    Received receive(CallingSource source, LeadDraft draft, Optional<IdempotencyKey> key) {
        return receive(source, draft, key, clock.instant());
    }

    /** As of this time: whoever looks twice finds the same. */
    Received receive(CallingSource source, LeadDraft draft, Optional<IdempotencyKey> key, Instant now) {
        return switch (draft.check(sources.defaultsOf(source), now)) {
            case Checked.Valid(Lead lead) -> {
                Decision decision = router.decide(lead);
                List<Violation> refusals = destinations.preflight(lead, decision.destinations());
                yield refusals.isEmpty()
                        ? new Received.Welcome(Arrival.of(
                                        lead,
                                        decision,
                                        key.or(() -> referenceOf(lead)),
                                        HexFormat.of().formatHex(draft.contentHash()))
                                .onceIn(sources.duplicateWindowOf(source)))
                        : new Received.Refused(refusals);
            }
            case Checked.Invalid(List<Violation> violations, Lead asFarAsRead) ->
                new Received.Refused(Stream.concat(violations.stream(), furtherFaults(violations, asFarAsRead))
                        .limit(MOST_VIOLATIONS)
                        .toList());
        };
    }

    private Stream<Violation> furtherFaults(List<Violation> violations, Lead asFarAsRead) {
        if (violations.stream().anyMatch(router::dependsOn)) {
            return Stream.empty(); // asking destinations to which it may not even go would make up faults
        }
        List<Violation> further =
                destinations.preflight(asFarAsRead, router.decide(asFarAsRead).destinations());
        return further.stream().filter(more -> violations.stream().noneMatch(more::touches));
    }

    private static Optional<IdempotencyKey> referenceOf(Lead lead) {
        return Optional.ofNullable(lead.externalReferenceId())
                .map(reference -> new IdempotencyKey(IdempotencyKey.Kind.REFERENCE, reference));
    }
}
