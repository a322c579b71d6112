package com.leadrouter.intake;

import com.leadrouter.lead.LeadId;
import com.leadrouter.routing.Decision;

/** Tells how a lead that was taken in before stands now; a sender who repeats it is answered with that. */
@FunctionalInterface
interface Standing {

    /** {@code decision} is what was decided of the repeat; of spam its sender hears no more than that. */
    LeadAnswer of(LeadId leadId, Decision decision);
}
