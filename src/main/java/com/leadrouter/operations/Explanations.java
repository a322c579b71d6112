package com.leadrouter.operations;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.Deliveries.Standing;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.lead.StoredLead;
import com.leadrouter.routing.RouteExplanation;
import com.leadrouter.routing.Router;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says why a lead went where it went, and what stands in the way of what has not arrived. */
@Component
public final class Explanations {

    /**
     * Why a lead went where it went: {@code route} is the one that decided when it came in; {@code routes} are those that
     * are configured now, asked about the lead as it came in. Of an erased lead nothing is left to ask them about.
     */
    public record Explanation(
            LeadStatus status,
            @Nullable String route,
            List<RouteExplanation> routes,
            @Nullable LeadId duplicateOf,
            List<Destination> destinations) {

        public Explanation {
            routes = List.copyOf(routes);
            destinations = List.copyOf(destinations);
        }
    }

    /** A destination of the lead, how its delivery stands, and why where that is not how it should be. */
    public record Destination(
            DestinationName name,
            DeliveryStatus state,
            @Nullable String reason) {}

    private final Leads leads;
    private final Deliveries deliveries;
    private final Corrections corrections;
    private final Router router;

    Explanations(Leads leads, Deliveries deliveries, Corrections corrections, Router router) {
        this.leads = leads;
        this.deliveries = deliveries;
        this.corrections = corrections;
        this.router = router;
    }

    /** Empty where there is no such lead. */
    public Optional<Explanation> of(LeadId id) {
        return leads.find(id).map(this::explain);
    }

    private Explanation explain(StoredLead lead) {
        List<Standing> standing = deliveries.standing(lead.id());
        return new Explanation(
                LeadStatus.of(
                        lead.disposition(),
                        standing.stream().map(Standing::status).toList()),
                lead.route(),
                lead.disposition() == Disposition.ERASED
                        ? List.of()
                        : router.explain(corrections.original(lead.id()).orElseGet(lead::lead)),
                lead.duplicateOf().orElse(null),
                standing.stream()
                        .map(one -> new Destination(one.destination(), one.status(), reason(one)))
                        .toList());
    }

    private static @Nullable String reason(Standing delivery) {
        return switch (delivery.status()) {
            case DELIVERED -> null;
            case PENDING -> delivery.outcome() == null ? null : "the last try ended " + outcome(delivery);
            case HELD -> delivery.heldBecause();
            case REJECTED ->
                delivery.errors().isEmpty()
                        ? "refused: " + outcome(delivery)
                        : delivery.errors().getFirst().message();
            case DEAD -> "the retries are used up; the last one ended " + outcome(delivery);
            case CANCELLED -> "cancelled";
        };
    }

    private static String outcome(Standing delivery) {
        return delivery.outcome() + (delivery.httpStatus() == null ? "" : " (" + delivery.httpStatus() + ")");
    }
}
