package com.leadrouter.kapture;

/** How the pull of one window ended. Reasons are words of ours or of the contract: no personal data, no secrets. */
sealed interface PullAnswer {

    /** The whole answer was read; 0 customers is an answer too. */
    record Done(long customers) implements PullAnswer {}

    /** Kapture refuses the key. */
    record Unauthorized(String reason) implements PullAnswer {}

    /** A guard of ours, or Kapture itself (429), asks to come later. */
    record Withheld(String why) implements PullAnswer {}

    /** No whole answer, or none that can be understood. */
    record Failed(String reason) implements PullAnswer {}
}
