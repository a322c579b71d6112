package com.leadrouter.platform;

import java.util.List;

/**
 * Addresses at which only operators are let in; a bean of this type adds some. Each is a path pattern, for all methods or
 * for the one that stands before it ({@code "PATCH /api/v1/leads/*"}; a {@code GET} stands for {@code HEAD} too). The
 * {@code shared} ones sources read as well, with their key.
 */
public record OperatorPaths(List<String> patterns, List<String> shared) {

    public OperatorPaths {
        patterns = List.copyOf(patterns);
        shared = List.copyOf(shared);
    }

    public OperatorPaths(List<String> patterns) {
        this(patterns, List.of());
    }
}
