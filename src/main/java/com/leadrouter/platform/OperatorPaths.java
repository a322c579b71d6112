package com.leadrouter.platform;

import java.util.List;

/**
 * Addresses at which only operators are let in; a bean of this type adds some. Each is a path pattern, with a method and a
 * blank before it where only that method is theirs ({@code GET /api/v1/leads}, and with it HEAD). Those that are {@code shared}
 * are a source's too: there nobody is asked who he is, but who brings no API key and signs in as an operator is one
 * ({@link Caller}).
 */
public record OperatorPaths(List<String> patterns, List<String> shared) {

    public OperatorPaths {
        patterns = List.copyOf(patterns);
        shared = List.copyOf(shared);
    }

    /** None that a source may use. */
    public OperatorPaths(List<String> patterns) {
        this(patterns, List.of());
    }
}
