package com.leadrouter.intake;

/**
 * What a sender is told who repeats a lead that was taken in before: a source how it stands now, a visitor of a form what
 * he was told at first. Of what became of it a visitor hears nothing, or he could tell spam from a lead by waiting.
 */
@FunctionalInterface
interface Standing {

    LeadAnswer of(Taken.Replayed replayed, Arrival repeat);
}
