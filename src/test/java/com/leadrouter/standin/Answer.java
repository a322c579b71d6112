package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the caller; {@code accepted} only where the request was taken in for real. */
record Answer(int status, String body, Map<String, String> headers, boolean accepted) {

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
        return new Answer(status, body, body.isEmpty() ? Map.of() : Map.of("Content-Type", contentType), false);
    }

    static Answer example(String name) {
        Example example = Example.of(name);
        return json(example.status().orElseThrow(), example.text());
    }

    Answer asAccepted() {
        return new Answer(status, body, headers, true);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, body, more, accepted);
    }
}
