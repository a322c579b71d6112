package com.leadrouter.kapture;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How one pull stands: the customers that it has seen so far, and how many of them were new to us or have changed. */
public record PullReport(
        UUID id,
        State state,
        Instant from,
        Instant to,
        @Nullable String requestedBy,
        int customers,
        int added,
        int changed,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    /** A pull that waits, for its turn or for a guard, is running too. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }
}
