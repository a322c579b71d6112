package com.leadrouter.intake;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.routing.Decision;
import java.util.List;

/** What a sender is told of a lead: its id, its status, and that of each delivery. */
record LeadAnswer(LeadId leadId, String status, List<DeliveryAnswer> deliveries) {

    LeadAnswer {
        deliveries = List.copyOf(deliveries);
    }

    /** One destination of the lead. */
    record DeliveryAnswer(DestinationName destination, String status) {}

    /** Of a lead that has just been stored. */
    static LeadAnswer stored(LeadId leadId, Decision decision, Destinations destinations) {
        return new LeadAnswer(
                leadId,
                decision.isRouted() ? "ACCEPTED" : "UNROUTED",
                decision.destinations().stream()
                        .map(destination -> new DeliveryAnswer(
                                destination,
                                destinations.statusOfNew(destination).name()))
                        .toList());
    }
}
