package com.leadrouter.platform;

import java.util.List;

/** Addresses at which only operators are let in, as path patterns; a bean of this type adds some. */
public record OperatorPaths(List<String> patterns) {

    public OperatorPaths {
        patterns = List.copyOf(patterns);
    }
}
