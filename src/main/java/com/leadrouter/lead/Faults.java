package com.leadrouter.lead;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the faults of one lead, each once and no more than an answer should hold. */
final class Faults {

    static final int MOST = 100;

    private final Set<Violation> violations;

    Faults() {
        violations = new LinkedHashSet<>();
    }

    Faults(Faults soFar) {
        violations = new LinkedHashSet<>(soFar.violations);
    }

    void add(Pointer pointer, String code) {
        add(pointer, code, 0);
    }

    void add(Pointer pointer, String code, int max) {
        if (violations.size() < MOST) {
            violations.add(new Violation(pointer.fragment(), code, FaultCode.sentence(code, max)));
        }
    }

    /** Whether the field, or what should hold it, has a fault; then its absence says nothing. */
    boolean at(Pointer field) {
        return violations.stream().anyMatch(violation -> field.isWithin(new Pointer(violation.pointer())));
    }

    boolean isEmpty() {
        return violations.isEmpty();
    }

    List<Violation> all() {
        return List.copyOf(violations);
    }
}
