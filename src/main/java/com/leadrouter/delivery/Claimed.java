package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.time.Instant;

/**
 * A delivery that a worker holds the lease of. {@code probe} says that it tries a destination that is held;
 * {@code takenOver} that the lease of its last try ran out;
 * {@code document} is the lead as stored, {@code erased} that it has been erased and is not to be sent; {@code age} is what max-age is held against, as of the claim;
 * {@code askedNanos} is the monotonic time from before the claim was asked for.
 */
record Claimed(
        LeadId leadId,
        DestinationName destination,
        int attempt,
        int failures,
        int faults,
        boolean probe,
        boolean takenOver,
        boolean uncertain,
        boolean forced,
        Duration age,
        Instant receivedAt,
        String document,
        boolean erased,
        long askedNanos) {

    @Override
    public String toString() {
        return "Claimed[" + leadId + ", " + destination + ", attempt=" + attempt + "]";
    }
}
