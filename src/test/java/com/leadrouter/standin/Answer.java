package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What goes back to the caller, a stream instead of the body where there is one; {@code accepted} only where the request was taken in for real. */
record Answer(
        int status,
        String body,
        Optional<Supplier<InputStream>> stream,
        Map<String, String> headers,
        boolean accepted) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, String body) {
        return of(status, body, "application/json");
    }

    static Answer json(int status, JsonNode body) {
        return json(status, Json.write(body));
    }

    static Answer of(int status, String body, String contentType) {
        return new Answer(
                status, body, Optional.empty(), body.isEmpty() ? Map.of() : Map.of("Content-Type", contentType), false);
    }

    /** JSON that is made while it is sent. */
    static Answer streamed(int status, Supplier<InputStream> json) {
        return new Answer(status, "", Optional.of(json), Map.of("Content-Type", "application/json"), false);
    }

    static Answer example(String name) {
        Example example = Example.of(name);
        return json(example.status().orElseThrow(), example.text());
    }

    Answer asAccepted() {
        return new Answer(status, body, stream, headers, true);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, body, stream, more, accepted);
    }
}
