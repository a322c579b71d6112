package com.leadrouter.intake;

import com.leadrouter.lead.LeadId;

/** What became of an arrival; whatever it is, it is durable. */
sealed interface Taken {

    /** The lead is stored, with one delivery for each destination. */
    record Stored(LeadId leadId) implements Taken {}

    /** The lead is stored as a duplicate of another, and goes nowhere. */
    record Duplicate(LeadId leadId, LeadId of) implements Taken {}

    /** The same had been handed in before, as this lead; nothing is sent twice. */
    record Replayed(LeadId leadId) implements Taken {}

    /** The key had been used for something else; nothing is stored. */
    record KeyReused() implements Taken {}
}
