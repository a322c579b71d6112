package com.leadrouter.delivery;

/**
 * How many deliveries may be on their way at once. All slots in good times; after a stop of the destination few, and
 * with each that lands well one more, so that a backlog does not fall upon who has only just come back.
 */
final class Pace {

    private static final int AFTER_A_STOP = 2;

    private final int most;
    private int allowed;

    Pace(int most) {
        this.most = most;
        this.allowed = most;
    }

    synchronized int allowed() {
        return allowed;
    }

    synchronized void stopped() {
        allowed = Math.min(AFTER_A_STOP, most);
    }

    synchronized void landedWell() {
        allowed = Math.min(most, allowed + 1);
    }
}
