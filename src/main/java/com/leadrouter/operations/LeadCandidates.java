package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Chooses for a search the index that leaves the fewest leads to look at. What is found by an index that is not in the order
 * of acceptance is gathered first; where that would be too many within a month, every second or hundredth lead is one of
 * them, and looking at that month's leads one after the other finds a page sooner.
 */
@Component
final class LeadCandidates {

    /** No outcome that a delivery ends with: what steers a flow is on record as a call. */
    private static final Set<Outcome> OF_CALLS_ONLY = EnumSet.of(Outcome.EXISTS, Outcome.NOT_FOUND);

    private static final Set<DeliveryStatus> OPEN = EnumSet.of(DeliveryStatus.PENDING, DeliveryStatus.HELD);
    private static final Set<DeliveryStatus> IN_TROUBLE =
            EnumSet.of(DeliveryStatus.HELD, DeliveryStatus.REJECTED, DeliveryStatus.DEAD, DeliveryStatus.CANCELLED);

    private static final Set<DeliveryStatus> GIVEN_UP =
            EnumSet.of(DeliveryStatus.REJECTED, DeliveryStatus.DEAD, DeliveryStatus.CANCELLED);

    // Roughly a partition.
    private static final Duration STRETCH = Duration.ofDays(30);

    private final CandidateStatements statements;
    private final KnownDestinations destinations;
    private final Duration stretch;

    @Autowired
    LeadCandidates(CandidateStatements statements, KnownDestinations destinations) {
        this(statements, destinations, STRETCH);
    }

    LeadCandidates(CandidateStatements statements, KnownDestinations destinations, Duration stretch) {
        this.statements = statements;
        this.destinations = destinations;
        this.stretch = stretch;
    }

    /** What is too much for all of the time need not be so for each stretch of it. */
    Candidates of(LeadQuery query) {
        return chosen(query)
                .orElseGet(() -> query.narrows()
                        ? statements.stretchByStretch(
                                query, stretch, part -> chosen(part).orElseGet(() -> statements.all(part)))
                        : statements.all(query));
    }

    private Optional<Candidates> chosen(LeadQuery query) {
        Optional<SearchTerm> term = SearchTerm.in(query);
        return term.filter(value -> value.name() == null)
                .map(value -> statements.withValue(query, value))
                .or(() -> bySource(query))
                .or(() -> term.flatMap(name -> statements.named(query, name)))
                .or(() -> byDelivery(query))
                .or(() -> byStatus(query));
    }

    private Optional<Candidates> bySource(LeadQuery query) {
        return query.source() == null ? Optional.empty() : statements.ofSource(query, query.source());
    }

    /** By what each of them has: a delivery that stands in one of some ways. */
    private Optional<Candidates> byDelivery(LeadQuery query) {
        return query.asksForDeliveries() ? byDelivery(query, query, statusesOf(query)) : Optional.empty();
    }

    private Optional<Candidates> byStatus(LeadQuery query) {
        return switch (query.status()) {
            // Nothing is open any more and not all was delivered; whether something was, is seen at the lead.
            case FAILED, PARTIALLY_DELIVERED -> Optional.of(statements.inTrouble(query, GIVEN_UP, null, null));
            // The lead's own status says nothing of where and with which outcome.
            case ACCEPTED -> byDelivery(query, LeadQuery.ALL, OPEN);
            case DUPLICATE, UNROUTED, SPAM, ERASED ->
                Optional.of(statements.withDisposition(query, query.status().name()));
            // Nearly all of them are.
            case DELIVERED -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    private Optional<Candidates> byDelivery(LeadQuery bounds, LeadQuery delivery, Set<DeliveryStatus> statuses) {
        if (delivery.outcome() != null && OF_CALLS_ONLY.contains(delivery.outcome())) {
            return Optional.of(Candidates.of(List.<LeadId>of()));
        }
        List<Optional<Candidates>> parts = new ArrayList<>();
        if (statuses.contains(DeliveryStatus.DELIVERED)) {
            Optional<Candidates> delivered = Optional.ofNullable(delivery.destination())
                    .flatMap(destination -> statements.delivered(bounds, destination));
            // The most by far: where they are too many, the others need not be looked for.
            if (delivered.isEmpty()) {
                return Optional.empty();
            }
            parts.add(delivered);
        }
        if (statuses.contains(DeliveryStatus.PENDING)) {
            parts.add(statements.pending(bounds, pendingAt(delivery)));
        }
        Set<DeliveryStatus> inTrouble = EnumSet.copyOf(IN_TROUBLE);
        inTrouble.retainAll(statuses);
        if (!inTrouble.isEmpty()) {
            parts.add(Optional.of(statements.inTrouble(bounds, inTrouble, delivery.destination(), delivery.outcome())));
        }
        return parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(Candidates.merged(
                        parts.stream().flatMap(Optional::stream).toList()));
    }

    private static Set<DeliveryStatus> statusesOf(LeadQuery query) {
        if (query.deliveryStatus() == DeliveryStatus.HELD) {
            return OPEN;
        }
        if (query.deliveryStatus() != null) {
            return EnumSet.of(query.deliveryStatus());
        }
        return query.outcome() == null || query.outcome() == Outcome.ACCEPTED
                ? EnumSet.allOf(DeliveryStatus.class)
                : EnumSet.complementOf(EnumSet.of(DeliveryStatus.DELIVERED));
    }

    // What waits for a destination that is held or paused is HELD, and not PENDING.
    private List<DestinationName> pendingAt(LeadQuery delivery) {
        List<DestinationName> stopped = destinations.stopped();
        return destinations.all().stream()
                .filter(name -> delivery.destination() == null || name.equals(delivery.destination()))
                .filter(name -> switch (delivery.deliveryStatus()) {
                    case HELD -> stopped.contains(name);
                    case PENDING -> !stopped.contains(name);
                    case DELIVERED, REJECTED, DEAD, CANCELLED -> false;
                    case null -> true;
                })
                .toList();
    }
}
