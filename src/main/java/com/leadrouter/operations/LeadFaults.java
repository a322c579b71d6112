package com.leadrouter.operations;

import com.leadrouter.lead.Violation;
import com.leadrouter.platform.Problem;
import java.util.List;

/** The faults of a lead as problems tell of them. */
final class LeadFaults {

    private LeadFaults() {}

    static List<Problem.Fault> of(List<Violation> violations) {
        return violations.stream()
                .map(violation -> new Problem.Fault(violation.pointer(), violation.code(), violation.detail()))
                .toList();
    }
}
