package com.leadrouter.intake;

import com.leadrouter.lead.LeadId;

/** Tells how a lead that was taken in before stands now; a sender who repeats it is answered with that. */
@FunctionalInterface
interface Standing {

    LeadAnswer of(LeadId leadId);
}
