package com.leadrouter.intake;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.intake.LeadAnswer.DeliveryAnswer;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.lead.StoredLead;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads it from what is stored. */
@Component
final class CurrentStanding implements Standing {

    private final Leads leads;
    private final Deliveries deliveries;

    CurrentStanding(Leads leads, Deliveries deliveries) {
        this.leads = leads;
        this.deliveries = deliveries;
    }

    @Override
    public LeadAnswer of(LeadId leadId) {
        StoredLead lead = leads.find(leadId).orElseThrow();
        List<DeliveryRecord> records = deliveries.of(leadId);
        LeadStatus status = LeadStatus.of(
                lead.disposition(), records.stream().map(DeliveryRecord::status).toList());
        return new LeadAnswer(
                leadId,
                status.name(),
                records.stream()
                        .map(record -> new DeliveryAnswer(
                                record.destination(), record.status().name()))
                        .toList());
    }
}
