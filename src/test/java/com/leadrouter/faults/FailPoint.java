package com.leadrouter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A moment in a conversation between a replica and its surroundings, and the deed done at that very moment. The deed
 * ends before another byte is passed on.
 */
final class FailPoint {

    /** On which side of the server's work. */
    enum Moment {
        BEFORE_THE_SERVER_HAS_IT,
        BEFORE_THE_ANSWER_IS_BACK
    }

    private final Predicate<String> place;
    private final Moment moment;
    private final Runnable deed;
    private final boolean cuts;
    private final AtomicInteger left;
    private final CountDownLatch reached;

    private FailPoint(Predicate<String> place, Moment moment, int times, boolean cuts, Runnable deed) {
        this.place = place;
        this.moment = moment;
        this.deed = deed;
        this.cuts = cuts;
        this.left = new AtomicInteger(times);
        this.reached = new CountDownLatch(times);
    }

    /** The connection does not outlive the deed. */
    static FailPoint cutting(Predicate<String> place, Moment moment, int times, Runnable deed) {
        return new FailPoint(place, moment, times, true, deed);
    }

    /** The conversation goes on after the deed. */
    static FailPoint passing(Predicate<String> place, Moment moment, Runnable deed) {
        return new FailPoint(place, moment, 1, false, deed);
    }

    boolean concerns(String text, Moment now) {
        return moment == now && left.get() > 0 && place.test(text);
    }

    /** Does the deed, unless that was done often enough; whether the connection is to be cut. */
    boolean strike() {
        if (left.getAndDecrement() <= 0) {
            return false;
        }
        try {
            deed.run();
        } finally {
            reached.countDown();
        }
        return cuts;
    }

    void awaitReached() throws InterruptedException {
        assertThat(reached.await(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS))
                .as("%s, %s, was reached", place, moment)
                .isTrue();
    }
}
