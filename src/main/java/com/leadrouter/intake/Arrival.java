package com.leadrouter.intake;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.Lead;
import com.leadrouter.routing.Decision;
import java.util.List;
import java.util.Optional;

/**
 * A lead on the threshold: checked and routed. {@code contentHash} is of what was sent, not of what defaults made of
 * it, in hex; under the same key it tells a repeat from a reuse. Spam is kept and goes nowhere, whatever was decided;
 * its sender is told of the decision all the same.
 */
record Arrival(Lead lead, Decision decision, Optional<IdempotencyKey> key, String contentHash, boolean isSpam) {

    static Arrival of(Lead lead, Decision decision, Optional<IdempotencyKey> key, String contentHash) {
        return new Arrival(lead, decision, key, contentHash, false);
    }

    /** The same, caught: by a honeypot, say. */
    Arrival asSpam() {
        return new Arrival(lead, decision, key, contentHash, true);
    }

    /** The same, handed in by anyone at this address; his reference is no key of the source's. */
    Arrival ofVisitor(String ipAddress, Optional<IdempotencyKey> key) {
        return new Arrival(lead.withIpAddress(ipAddress), decision, key, contentHash, isSpam);
    }

    /** As what it is to be stored. */
    Disposition disposition() {
        if (isSpam) {
            return Disposition.SPAM;
        }
        return decision.isRouted() ? Disposition.ROUTED : Disposition.UNROUTED;
    }

    /** Where it is to be delivered. */
    List<DestinationName> destinations() {
        return isSpam ? List.of() : decision.destinations();
    }
}
