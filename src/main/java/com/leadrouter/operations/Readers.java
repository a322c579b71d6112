package com.leadrouter.operations;

import com.leadrouter.platform.TooManyReaders;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets only so many operators read at length at once, in turn: the others' connections to the database belong to the intake
 * and the engine, however many look. Whoever reads does not read anew in between: he would wait for himself.
 */
@Component
final class Readers {

    /** Of the twenty connections of the pool. */
    static final int AT_ONCE = 4;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Semaphore places;
    private final Duration longestWait;

    @Autowired
    Readers() {
        this(AT_ONCE, LONGEST_WAIT);
    }

    Readers(int atOnce, Duration longestWait) {
        this.places = new Semaphore(atOnce, true);
        this.longestWait = longestWait;
    }

    /** {@link TooManyReaders} where the others take too long. */
    <T> T read(Supplier<T> reading) {
        try {
            if (!places.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TooManyReaders();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyReaders();
        }
        try {
            return reading.get();
        } finally {
            places.release();
        }
    }
}
