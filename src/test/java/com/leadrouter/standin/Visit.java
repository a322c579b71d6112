package com.leadrouter.standin;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A request that was read and checked, but not acted on yet.
 *
 * @param keys whom it concerns: CAP's external reference, Kapture's phone and e-mail
 * @param violations what the sender did against the contract
 * @param work acts on it and answers; not called where a fault stands in its way
 */
record Visit(String operation, Set<String> keys, String body, List<String> violations, Supplier<Answer> work) {

    Visit {
        keys = Set.copyOf(keys);
        violations = List.copyOf(violations);
    }

    /** What no operation of the contract is. */
    static Visit stray(String violation, Answer answer) {
        return new Visit("unknown", Set.of(), "", List.of(violation), () -> answer);
    }
}
