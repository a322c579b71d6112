package com.leadrouter.intake;

/** What the sender of an arrival is told. */
sealed interface Told {

    /** We have it: {@code replayed} where we had it before. */
    record Accepted(LeadAnswer answer, boolean replayed) implements Told {}

    /** The key came with other content before. */
    record KeyReused() implements Told {}
}
