package com.leadrouter.delivery;

import com.leadrouter.delivery.CallOutcome.Accepted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one try, written down by the courier as they are made, so that none is missing from the record however
 * the try ends. Safe to read from another thread while the courier is at work.
 */
public final class CallLog {

    /** A finished call: operation (a word from the destination's own closed set), outcome, HTTP status, body. */
    public record Call(
            String operation,
            Outcome outcome,
            @Nullable Integer httpStatus,
            Instant startedAt,
            Duration duration,
            @Nullable String response) {

        // An answer may repeat the person's data.
        @Override
        public String toString() {
            return "Call[" + operation + ", " + outcome + ", " + httpStatus + "]";
        }
    }

    /** A call on its way; it is finished once, or discarded where a guard held it back. */
    public final class OpenCall {
        private final String operation;
        private final Instant startedAt = clock.instant();
        private final long startedNanos = System.nanoTime();

        private OpenCall(String operation) {
            this.operation = operation;
        }

        public void discard() {
            synchronized (CallLog.this) {
                if (open == this) {
                    open = null;
                }
            }
        }

        public void finish(Outcome outcome, @Nullable Integer httpStatus, @Nullable String response) {
            synchronized (CallLog.this) {
                if (open != this) {
                    return;
                }
                open = null;
                Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
                calls.add(new Call(operation, outcome, httpStatus, startedAt, took, response));
            }
        }
    }

    private final Clock clock;
    private final BooleanSupplier mayCall;
    private final List<Call> calls = new ArrayList<>(1);
    private @Nullable OpenCall open;
    private @Nullable Accepted arrival;
    private boolean closed;

    public CallLog(Clock clock) {
        this(clock, () -> true);
    }

    CallLog(Clock clock, BooleanSupplier mayCall) {
        this.clock = clock;
        this.mayCall = mayCall;
    }

    /**
     * Notes that a call begins now; one that was left open was sent and has no answer. Does not return where the try
     * may make no further calls.
     */
    public synchronized OpenCall begin(String operation) {
        cutOff();
        if (closed || !mayCall.getAsBoolean()) {
            throw new LeaseLost();
        }
        open = new OpenCall(operation);
        return open;
    }

    /**
     * Notes that the destination has the lead, before anything else is asked or done about it: that is how the try ends,
     * unless the courier comes to tell of a better end.
     */
    public synchronized void arrived(Accepted outcome) {
        // What was cut off is on record as such.
        if (!closed) {
            arrival = outcome;
        }
    }

    synchronized Optional<CallOutcome> arrival() {
        return Optional.ofNullable(arrival);
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Ends what is still open as {@link Outcome#UNKNOWN}; true where there was something open. */
    synchronized boolean cutOff() {
        if (open == null) {
            return false;
        }
        open.finish(Outcome.UNKNOWN, null, null);
        return true;
    }

    /** No further call may begin; what is still open ends as with {@link #cutOff()}. */
    synchronized boolean close() {
        closed = true;
        return cutOff();
    }
}
