package com.leadrouter.standin;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Counts calls that arrived while another one with the same key was still being handled. */
final class Overlaps {

    private final Map<String, Integer> inside = new HashMap<>();
    private int seen;

    synchronized void enter(Set<String> keys) {
        if (keys.stream().anyMatch(inside::containsKey)) {
            seen++;
        }
        keys.forEach(key -> inside.merge(key, 1, Integer::sum));
    }

    synchronized void leave(Set<String> keys) {
        keys.forEach(key -> inside.computeIfPresent(key, (ignored, calls) -> calls == 1 ? null : calls - 1));
    }

    synchronized int seen() {
        return seen;
    }

    synchronized void forget() {
        seen = 0;
    }
}
