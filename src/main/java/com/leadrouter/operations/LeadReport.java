package com.leadrouter.operations;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.StoredLead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a lead, whole. */
public record LeadReport(
        LeadId leadId,
        String source,
        LeadStatus status,
        Instant receivedAt,
        @Nullable String route,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LeadId duplicateOf,
        // As it was handed in; the source is told beside it.
        @JsonIgnoreProperties("source") Lead lead,
        List<DeliveryRecord> deliveries,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Corrections.Correction> corrections) {

    public LeadReport {
        deliveries = List.copyOf(deliveries);
        corrections = List.copyOf(corrections);
    }

    static LeadReport of(StoredLead stored, List<DeliveryRecord> deliveries, List<Corrections.Correction> corrections) {
        return new LeadReport(
                stored.id(),
                stored.source(),
                LeadStatus.of(
                        stored.disposition(),
                        deliveries.stream().map(DeliveryRecord::status).toList()),
                stored.receivedAt(),
                stored.route(),
                stored.duplicateOf().orElse(null),
                stored.lead(),
                deliveries,
                corrections);
    }

    @Override
    public String toString() {
        return "LeadReport[" + leadId + ", " + status + "]";
    }
}
