package com.leadrouter.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lead as a search shows it: who it is, how it stands, and how each of its deliveries does. */
public record FoundLead(
        LeadId leadId,
        String source,
        LeadStatus status,
        Instant receivedAt,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String emailAddress,
        @Nullable String phoneNumber,
        @Nullable String campaignId,
        @Nullable String enquiryType,
        @Nullable String vehicle,
        List<Delivery> deliveries) {

    public FoundLead {
        deliveries = List.copyOf(deliveries);
    }

    /** One delivery of it, by name of the destination; what waits for one that is held or paused is {@code HELD}. */
    public record Delivery(
            DestinationName destination,
            DeliveryStatus status,
            @Nullable Outcome outcome,
            @Nullable Integer httpStatus,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @JsonIgnore @Nullable String externalId) {}

    @Override
    public String toString() {
        return "FoundLead[" + leadId + ", " + status + "]";
    }
}
