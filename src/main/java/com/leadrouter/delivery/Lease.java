package com.leadrouter.delivery;

import java.time.Duration;

/**
 * A worker's hold on a delivery, as this JVM sees it: it ends when it was not renewed in time by the monotonic clock,
 * which goes on while the process is frozen, or when the database says that it has gone to another.
 */
final class Lease {

    private final long nanos;
    private volatile long heldSinceNanos;
    private volatile boolean lost;

    /** {@code askedNanos} is {@link System#nanoTime()} from before the claim was asked for. */
    Lease(Duration length, long askedNanos) {
        this.nanos = length.toNanos();
        this.heldSinceNanos = askedNanos;
    }

    void renewed(long askedNanos) {
        heldSinceNanos = askedNanos;
    }

    void lost() {
        lost = true;
    }

    boolean isHeld() {
        return !lost && System.nanoTime() - heldSinceNanos < nanos;
    }
}
