package com.leadrouter.delivery;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs of tries that lose their lease under way, for couriers' tests. */
public final class ShortLease {

    private ShortLease() {}

    /** So many calls may be begun, and none after them. */
    public static CallLog of(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return new CallLog(Clock.systemUTC(), () -> left.getAndDecrement() > 0);
    }

    /** How the engine ends the try that was left so. */
    public static Optional<CallOutcome> arrival(CallLog log) {
        return log.arrival();
    }
}
