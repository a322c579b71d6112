package com.leadrouter.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.StoredLead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a lead, whole. */
record LeadReport(
        LeadId leadId,
        String source,
        LeadStatus status,
        Instant receivedAt,
        @Nullable String route,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LeadId duplicateOf,
        JsonNode lead,
        List<DeliveryRecord> deliveries) {

    static LeadReport of(StoredLead stored, List<DeliveryRecord> deliveries) {
        return new LeadReport(
                stored.id(),
                stored.source(),
                LeadStatus.of(
                        stored.disposition(),
                        deliveries.stream().map(DeliveryRecord::status).toList()),
                stored.receivedAt(),
                stored.route(),
                stored.duplicateOf().orElse(null),
                // As it was handed in; the source is told beside it.
                stored.document().<ObjectNode>deepCopy().without("source"),
                deliveries);
    }

    @Override
    public String toString() {
        return "LeadReport[" + leadId + ", " + status + "]";
    }
}
