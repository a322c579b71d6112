package com.leadrouter;

import java.time.Duration;

/**
 * Ends the process when it should have ended by itself long ago: each part keeps to its own deadline at a stop, but
 * their sum, and what a library waits for, is nobody's.
 */
final class LastResort {

    // Before what the outside is promised (25 s), and after all that our own parts take.
    static final Duration AT_MOST = Duration.ofMillis(24_500);

    static final int STILL_RUNNING = 2;

    private LastResort() {}

    /** From the moment when the JVM is told to stop. */
    static void arm(Duration atMost) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> Thread.ofPlatform().daemon().name("last-resort").start(() -> endAfterAll(atMost))));
    }

    @SuppressWarnings("SystemExitOutsideMain") // there is no other way
    private static void endAfterAll(Duration atMost) {
        try {
            Thread.sleep(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.println("still not stopped after " + atMost + ": ended by force");
        Runtime.getRuntime().halt(STILL_RUNNING);
    }
}
