package com.leadrouter;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** The one wait of the end-to-end tests, bounded. */
public final class Eventually {

    private Eventually() {}

    public static void eventually(ThrowingRunnable assertion) {
        within(Duration.ofSeconds(30), assertion);
    }

    public static void within(Duration time, ThrowingRunnable assertion) {
        Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }
}
