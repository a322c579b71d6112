package com.leadrouter.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.routing.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sender is told of a lead: its id, its status, the lead that it repeats, and the status of each delivery. */
record LeadAnswer(
        LeadId leadId,
        String status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LeadId duplicateOf,
        List<DeliveryAnswer> deliveries) {

    LeadAnswer {
        deliveries = List.copyOf(deliveries);
    }

    /** One destination of the lead. */
    record DeliveryAnswer(DestinationName destination, String status) {}

    /** As of a lead that has just been stored. */
    static LeadAnswer stored(LeadId leadId, Decision decision, Destinations destinations) {
        return new LeadAnswer(
                leadId,
                decision.isRouted() ? "ACCEPTED" : "UNROUTED",
                null,
                decision.destinations().stream()
                        .map(destination -> new DeliveryAnswer(
                                destination,
                                destinations.statusOfNew(destination).name()))
                        .toList());
    }

    /** As of a lead that has just been stored as a duplicate of another. */
    static LeadAnswer duplicate(LeadId leadId, LeadId of) {
        return new LeadAnswer(leadId, "DUPLICATE", of, List.of());
    }
}
