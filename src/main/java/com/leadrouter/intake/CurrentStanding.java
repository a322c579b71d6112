package com.leadrouter.intake;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.intake.LeadAnswer.DeliveryAnswer;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.lead.StoredLead;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads it from what is stored. */
@Component
final class CurrentStanding implements Standing {

    private final Leads leads;
    private final Deliveries deliveries;
    private final Destinations destinations;

    CurrentStanding(Leads leads, Deliveries deliveries, Destinations destinations) {
        this.leads = leads;
        this.deliveries = deliveries;
        this.destinations = destinations;
    }

    @Override
    public LeadAnswer of(Taken.Replayed replayed, Arrival repeat) {
        LeadId leadId = replayed.leadId();
        Optional<StoredLead> stored = leads.find(leadId);
        if (stored.isEmpty()) {
            // Past its time, which has come before the key's.
            return new LeadAnswer(leadId, LeadStatus.ERASED.name(), null, List.of());
        }
        StoredLead lead = stored.get();
        if (repeat.isOfVisitor() || lead.disposition() == Disposition.SPAM) {
            return lead.duplicateOf()
                    .or(replayed::toldDuplicateOf)
                    .map(of -> LeadAnswer.duplicate(leadId, of))
                    .orElseGet(() -> LeadAnswer.stored(leadId, repeat.decision(), destinations));
        }
        List<DeliveryRecord> records = deliveries.of(leadId);
        LeadStatus status = LeadStatus.of(
                lead.disposition(), records.stream().map(DeliveryRecord::status).toList());
        return new LeadAnswer(
                leadId,
                status.name(),
                lead.duplicateOf().orElse(null),
                records.stream()
                        .map(record -> new DeliveryAnswer(
                                record.destination(), record.status().name()))
                        .toList());
    }
}
