package com.leadrouter.openapi;

import com.leadrouter.Replica;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gets the service to give the answers that the document shows: each by the request of the same name, or by a trick. */
record Provoking(Replica replica, Operation operation, UnaryOperator<Call> asWhom) {

    private static final int LARGEST_LEAD = 64 * 1024;
    private static final int LARGEST_BATCH = 8 * 1024 * 1024;
    private static final String FORM = "application/x-www-form-urlencoded";

    /** As many as there are requests of that name. */
    List<HttpResponse<String>> answers(String name) {
        List<Call> shown = operation.bodies().stream()
                .filter(body -> body.name().equals(name))
                .map(body -> asWhom.apply(Call.to(operation)).with(body))
                .toList();
        return shown.isEmpty()
                ? List.of(provoked(name))
                : shown.stream().map(call -> call.send(replica)).toList();
    }

    private HttpResponse<String> provoked(String name) {
        Call usual = usual();
        return switch (name) {
            case "thanks", "broken", "away" -> usual.send(replica);
            case "replayed" -> twice(usual.with("Idempotency-Key", "one of mine"));
            case "replayedBatch" ->
                twice(usual.withBody(
                        "application/json",
                        "[" + operation.bodies().getFirst().value().get(0) + "]"));
            case "duplicate" -> twice(another().with("X-API-Key", "again-key"));
            case "unrouted" -> usual.with("X-API-Key", "other-key").send(replica);
            case "malformed" -> usual.withBody("application/json", "{").send(replica);
            case "noFilter" -> usual.withBody("application/json", "{}").send(replica);
            case "longKey" -> usual.with("Idempotency-Key", "k".repeat(256)).send(replica);
            case "unauthorized" ->
                usual.without("X-API-Key").without("Authorization").send(replica);
            case "viewer" -> usual.signedIn("viewer:demo-viewer").send(replica);
            case "notPossible" ->
                usual.at(usual.path().replace("/kapture", "/cap")).send(replica);
            case "badLimit" -> usual.at(usual.path() + "?limit=501").send(replica);
            case "badTime" -> usual.at(usual.path() + "?from=yesterday").send(replica);
            case "forbidden" -> usual.with("Origin", "https://www.example.net").send(replica);
            case "notFound" ->
                usual.at(usual.path()
                                .replace("website_uk", "nobody")
                                .replace("destinations/kapture", "destinations/nobody"))
                        .send(replica);
            case "methodNotAllowed" -> usual.by("PUT").send(replica);
            case "notAcceptable" -> usual.with("Accept", "image/png").send(replica);
            case "tooLarge" ->
                usual.withBody(
                                operation.method().equals("patch")
                                        ? "application/merge-patch+json"
                                        : "application/json",
                                " ".repeat(limit() + 1))
                        .send(replica);
            case "tooMany" ->
                usual.withBody("application/json", "[{}" + ",{}".repeat(1000) + "]")
                        .send(replica);
            case "unsupported" -> usual.withBody("text/plain", "a lead").send(replica);
            case "keyReused" -> {
                usual.with("Idempotency-Key", "one of mine").send(replica);
                yield operation.bodies().stream()
                        .filter(body -> body.type().equals("multipart/form-data"))
                        .map(body -> asWhom.apply(Call.to(operation)).with(body))
                        .findFirst()
                        .orElseThrow()
                        .with("Idempotency-Key", "one of mine")
                        .send(replica);
            }
            case "tooFast" -> {
                Call ofTheSlow =
                        usual.with("X-API-Key", "slow-key").at(usual.path().replace("website_uk", "slow"));
                ofTheSlow.send(replica);
                yield twice(ofTheSlow);
            }
            default -> throw new AssertionError("nobody knows how to get this answer: " + name);
        };
    }

    private Call usual() {
        Call call = asWhom.apply(Call.to(operation));
        return operation.bodies().isEmpty()
                ? call
                : call.with(operation.bodies().getFirst());
    }

    /** Without a reference of its own. */
    private Call another() {
        return asWhom.apply(Call.to(operation)).with(operation.body(FORM).orElseThrow());
    }

    private int limit() {
        return operation.path().endsWith("/batch") ? LARGEST_BATCH : LARGEST_LEAD;
    }

    private HttpResponse<String> twice(Call call) {
        call.send(replica);
        return call.send(replica);
    }
}
