package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of the leads that were searched for, newest first, and where the next page begins; null where this is the last. */
public record LeadPage(List<FoundLead> leads, @Nullable LeadId nextCursor) {

    public LeadPage {
        leads = List.copyOf(leads);
    }
}
