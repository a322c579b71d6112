package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One request that was seen, disturbed ones included, and what became of it. */
public final class Call {

    private final Instant arrivedAt;
    private final Visit visit;
    private volatile Optional<Answer> answer = Optional.empty();
    private volatile boolean accepted;

    Call(Instant arrivedAt, Visit visit) {
        this.arrivedAt = arrivedAt;
        this.visit = visit;
    }

    public Instant arrivedAt() {
        return arrivedAt;
    }

    /** {@code submit}, {@code add}, {@code update}, {@code get}, or {@code unknown}. */
    public String operation() {
        return visit.operation();
    }

    /** CAP: the external reference. Kapture: phone and e-mail (in lower case), as far as the request has them. */
    public Set<String> keys() {
        return visit.keys();
    }

    /** A missing node where it was no JSON. */
    public JsonNode body() {
        return visit.body();
    }

    /** Empty while there is no answer, and for ever where the connection was torn. */
    public OptionalInt status() {
        Optional<Answer> now = answer;
        return now.isPresent() ? OptionalInt.of(now.get().status()) : OptionalInt.empty();
    }

    /** Whether it was taken in for real, which a caller whose connection was torn cannot know. */
    public boolean accepted() {
        return accepted;
    }

    void taken(Answer real) {
        accepted = real.accepted();
    }

    void answered(Answer sent) {
        answer = Optional.of(sent);
    }
}
