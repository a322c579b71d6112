package com.leadrouter.operations;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells what became of a lead: whatever is on record of it and its deliveries. */
@Component
public final class LeadReports {

    private final Leads leads;
    private final Deliveries deliveries;
    private final Corrections corrections;

    LeadReports(Leads leads, Deliveries deliveries, Corrections corrections) {
        this.leads = leads;
        this.deliveries = deliveries;
        this.corrections = corrections;
    }

    public Optional<LeadReport> of(LeadId id) {
        return leads.find(id).map(lead -> LeadReport.of(lead, deliveries.of(id), corrections.of(id)));
    }
}
