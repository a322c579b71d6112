package com.leadrouter.standin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * One way to go wrong. The delay comes before the answer (or before the connection is torn), after the work.
 *
 * @param operation the only one it concerns, empty for all
 */
public record Fault(Effect effect, Duration delay, Optional<String> operation) {

    /** What happens to the request. */
    public sealed interface Effect {}

    /** Worked on for real, answered for real. */
    public record Undisturbed() implements Effect {}

    /** Not worked on; a body that is absent is the one of the contract for this status. */
    public record Answered(int status, Optional<String> body, String contentType, Map<String, String> headers)
            implements Effect {
        public Answered {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status: 200 to 599, not " + status);
            }
            headers = Map.copyOf(headers);
        }
    }

    /** Not worked on, the connection torn. */
    public record Torn() implements Effect {}

    /** Worked on for real, then the connection torn. */
    public record StoredThenTorn() implements Effect {}

    /** Not worked on, nothing answered until the switches are cleared; then torn. */
    public record Hanging() implements Effect {}

    public static Fault status(int status) {
        return of(new Answered(status, Optional.empty(), "application/json", Map.of()));
    }

    /** An answer of the contract's examples, with the status they give it. */
    public static Fault example(String file) {
        OptionalInt status = Example.of(file).status();
        return example(
                file, status.orElseThrow(() -> new IllegalArgumentException(file + " is no answer, it has no status")));
    }

    public static Fault example(String file, int status) {
        return answer(status, Example.of(file).text(), "application/json");
    }

    public static Fault answer(int status, String body, String contentType) {
        return of(new Answered(status, Optional.of(body), contentType, Map.of()));
    }

    public static Fault slow(Duration delay) {
        return of(new Undisturbed()).after(delay);
    }

    public static Fault reset() {
        return of(new Torn());
    }

    public static Fault storeThenReset() {
        return of(new StoredThenTorn());
    }

    public static Fault hang() {
        return of(new Hanging());
    }

    /** The same, later. */
    public Fault after(Duration later) {
        return new Fault(effect, later, operation);
    }

    /** The same for one operation alone: {@code submit}, {@code add}, {@code update}, {@code get}. */
    public Fault on(String only) {
        return new Fault(effect, delay, Optional.of(only));
    }

    /** The same answer with this header, such as {@code Retry-After}. */
    public Fault withHeader(String name, String value) {
        if (!(effect instanceof Answered answered)) {
            throw new IllegalStateException("Only an answer has headers");
        }
        Map<String, String> more = new TreeMap<>(answered.headers());
        more.put(name, value);
        return new Fault(
                new Answered(answered.status(), answered.body(), answered.contentType(), more), delay, operation);
    }

    boolean concerns(String called) {
        return operation.isEmpty() || operation.get().equals(called);
    }

    @Override
    public String toString() {
        String what = switch (effect) {
            case Undisturbed() -> "work";
            case Answered answered ->
                "status=" + answered.status() + (answered.body().isPresent() ? " with a body" : "")
                        + (answered.headers().isEmpty() ? "" : " " + answered.headers());
            case Torn() -> "reset";
            case StoredThenTorn() -> "store-then-reset";
            case Hanging() -> "hang";
        };
        return what
                + (delay.isZero() ? "" : " after " + delay)
                + operation.map(only -> " on " + only).orElse("");
    }

    private static Fault of(Effect effect) {
        return new Fault(effect, Duration.ZERO, Optional.empty());
    }
}
