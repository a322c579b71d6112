package com.leadrouter.standin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** One request as it came in over HTTP. */
record Inbound(String method, String path, String query, Function<String, Optional<String>> headers, String body) {

    Optional<String> header(String name) {
        return headers.apply(name);
    }

    boolean isJson() {
        return header("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).replace(" ", ""))
                .filter(type -> type.equals("application/json") || type.startsWith("application/json;"))
                .isPresent();
    }
}
