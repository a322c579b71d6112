package com.leadrouter.platform;

import java.util.List;

/**
 * Addresses at which only operators are let in, as path patterns; a bean of this type adds some. With a method before it,
 * as in {@code PATCH /things/*}, a pattern concerns that method alone.
 */
public record OperatorPaths(List<String> patterns) {

    public OperatorPaths {
        patterns = List.copyOf(patterns);
    }
}
