package com.leadrouter.intake;

import com.leadrouter.lead.LeadId;
import java.util.Optional;

/** What became of an arrival; whatever it is, it is durable. */
sealed interface Taken {

    /** The lead is stored, with one delivery for each destination. */
    record Stored(LeadId leadId) implements Taken {}

    /** The lead is stored as a duplicate of another, or as spam that is told so, and goes nowhere. */
    record Duplicate(LeadId leadId, LeadId of) implements Taken {}

    /** The same had been handed in before, as this lead; nothing is sent twice. Spam may have been told of another. */
    record Replayed(LeadId leadId, Optional<LeadId> toldDuplicateOf) implements Taken {

        Replayed(LeadId leadId) {
            this(leadId, Optional.empty());
        }
    }

    /** The key had been used for something else; nothing is stored. */
    record KeyReused() implements Taken {}
}
