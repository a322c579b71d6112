package com.leadrouter.intake;

/** What became of one lead of a batch. */
sealed interface Fate {

    /** The database has decided. */
    record Known(Told told) implements Fate {}

    /** It may not be stored, or we cannot say how it stands. */
    record Lost(RuntimeException why) implements Fate {}

    /** It has faults. Which ones is found again when they are told: a thousand leads can have more than memory holds. */
    record Refused() implements Fate {}
}
