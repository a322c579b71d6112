package com.leadrouter.platform;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one HTTP call, as a value; the cases differ in whether the other side may have got the request. */
public sealed interface Exchange {

    /**
     * The other side answered. The body is text, read to a limit, with our secrets masked; {@code retryAfter} is the
     * header of that name as time from now, where there is one that can be read.
     */
    record Answered(int status, String body, Optional<Duration> retryAfter) implements Exchange {

        public boolean is2xx() {
            return status / 100 == 2;
        }

        public boolean is5xx() {
            return status / 100 == 5;
        }

        @Override
        public String toString() {
            return "Answered[status=" + status + "]";
        }
    }

    /** No connection was made: the other side has seen nothing of the request. */
    record NeverSent(String cause) implements Exchange {}

    /**
     * The request went out, at least in part, and no whole answer came back: time-out, reset, cut off. Where an answer
     * had begun its status is told, for the record only.
     */
    record NoAnswer(String cause, @Nullable Integer status) implements Exchange {}

    /** A guard of ours held the call back; the other side has seen nothing of it. */
    record Withheld(Why why) implements Exchange {}

    /** Which guard held a call back. */
    enum Why {
        RATE_LIMITED,
        CIRCUIT_OPEN
    }
}
