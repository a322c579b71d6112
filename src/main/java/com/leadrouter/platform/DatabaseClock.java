package com.leadrouter.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * The database's clock, carried on between two looks by the monotonic clock of this JVM, so that a replica whose wall
 * clock is wrong tells the same time as the others. Before the first look it is this machine's clock.
 */
public final class DatabaseClock extends Clock {

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private record Look(Instant time, long nanos) {
        Instant now() {
            return time.plusNanos(System.nanoTime() - nanos);
        }
    }

    private final Supplier<Instant> databaseTime;
    private volatile Look last = new Look(Instant.now(), System.nanoTime());

    DatabaseClock(Supplier<Instant> databaseTime) {
        this.databaseTime = databaseTime;
    }

    /** Looks again; the answer is taken to be from the middle of the round trip. */
    void look() {
        long before = System.nanoTime();
        Instant time = databaseTime.get();
        long after = System.nanoTime();
        last = new Look(time, before + (after - before) / 2);
    }

    static Duration lookEvery() {
        return LOOK_EVERY;
    }

    @Override
    public Instant instant() {
        return last.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the database's clock is in UTC");
    }
}
