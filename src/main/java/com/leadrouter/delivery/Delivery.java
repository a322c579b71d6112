package com.leadrouter.delivery;

import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;

/**
 * One lead on its way to one destination, as a courier gets it. {@code attempt} numbers the try and only ever grows;
 * {@code uncertain} says that an earlier try may have reached the destination without its answer reaching us,
 * {@code forced} that an operator has it sent as it is, whatever the pre-flight says.
 */
public record Delivery(LeadId leadId, Lead lead, int attempt, boolean uncertain, boolean forced) {

    public Delivery(LeadId leadId, Lead lead, int attempt, boolean uncertain) {
        this(leadId, lead, attempt, uncertain, false);
    }
}
