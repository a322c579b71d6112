package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;

/** One request that was seen, disturbed ones included, and what became of it. */
public final class Call {

    private final Instant arrivedAt;
    private final String operation;
    private final Set<String> keys;
    private final String body;
    private volatile OptionalInt status = OptionalInt.empty();
    private volatile boolean accepted;

    Call(Instant arrivedAt, Visit visit) {
        this.arrivedAt = arrivedAt;
        // Not the visit itself: its work holds the whole request, and thousands of calls are kept.
        operation = visit.operation();
        keys = visit.keys();
        body = visit.body();
    }

    public Instant arrivedAt() {
        return arrivedAt;
    }

    /** {@code submit}, {@code add}, {@code update}, {@code get}, or {@code unknown}. */
    public String operation() {
        return operation;
    }

    /** CAP: the external reference. Kapture: phone and e-mail (in lower case), as far as the request, or the customer it names by id, has them. */
    public Set<String> keys() {
        return keys;
    }

    /** A missing node where it was no JSON. */
    public JsonNode body() {
        return Json.read(body).orElse(MissingNode.getInstance());
    }

    /** Empty while there is no answer, and for ever where the connection was torn. */
    public OptionalInt status() {
        return status;
    }

    /** Whether it was taken in for real, which a caller whose connection was torn cannot know. */
    public boolean accepted() {
        return accepted;
    }

    void taken(Answer real) {
        accepted = real.accepted();
    }

    void answered(Answer sent) {
        status = OptionalInt.of(sent.status());
    }
}
