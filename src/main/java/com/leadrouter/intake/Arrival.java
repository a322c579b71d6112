package com.leadrouter.intake;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.Lead;
import com.leadrouter.routing.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lead on the threshold: checked and routed. {@code contentHash} is of what was sent, not of what defaults made of
 * it, in hex; under the same key it tells a repeat from a reuse. With a {@code fingerprint} it is a duplicate where an
 * equal one has a window open, and opens one where none has. Spam is kept and goes nowhere, whatever was decided; its
 * sender is told of decision and windows all the same.
 */
record Arrival(
        Lead lead,
        Decision decision,
        Optional<IdempotencyKey> key,
        String contentHash,
        Optional<Fingerprint> fingerprint,
        From from) {

    /** Who handed it in: a system of the source, anyone through a public form, or there whoever a trap has caught. */
    enum From {
        SOURCE,
        VISITOR,
        ROBOT
    }

    static Arrival of(Lead lead, Decision decision, Optional<IdempotencyKey> key, String contentHash) {
        return new Arrival(lead, decision, key, contentHash, Optional.empty(), From.SOURCE);
    }

    /** The same, once in the duplicate window; 0 is none, and what goes nowhere has none. */
    Arrival onceIn(Duration window) {
        return decision.isRouted() && window.isPositive()
                ? new Arrival(lead, decision, key, contentHash, Optional.of(Fingerprint.of(lead, window)), from)
                : this;
    }

    /** The same, caught: by a honeypot, say. */
    Arrival asSpam() {
        return new Arrival(lead, decision, key, contentHash, fingerprint, From.ROBOT);
    }

    /** The same, handed in by anyone at this address; his reference is no key of the source's. */
    Arrival ofVisitor(String ipAddress, Optional<IdempotencyKey> key) {
        return new Arrival(lead.withIpAddress(ipAddress), decision, key, contentHash, fingerprint, From.VISITOR);
    }

    boolean isOfVisitor() {
        return from != From.SOURCE;
    }

    boolean isSpam() {
        return from == From.ROBOT;
    }

    /** As what it is to be stored, unless it is a duplicate. */
    Disposition disposition() {
        if (isSpam()) {
            return Disposition.SPAM;
        }
        return decision.isRouted() ? Disposition.ROUTED : Disposition.UNROUTED;
    }

    /** Where it is to be delivered, unless it is a duplicate. */
    List<DestinationName> destinations() {
        return isSpam() ? List.of() : decision.destinations();
    }
}
