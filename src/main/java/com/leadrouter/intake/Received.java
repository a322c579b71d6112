package com.leadrouter.intake;

import com.leadrouter.lead.Violation;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** What looking at a lead that was handed in came to. */
sealed interface Received {

    /** It can be taken in. */
    record Welcome(Arrival arrival) implements Received {}

    /** It has faults, ours and those that its destinations would find. */
    record Refused(List<Violation> violations) implements Received {
        public Refused {
            violations = List.copyOf(violations);
        }

        Problem problem(HttpServletRequest request) {
            return Problem.of(ProblemType.INVALID_LEAD, request)
                    .with(violations.stream()
                            .map(violation ->
                                    new Problem.Fault(violation.pointer(), violation.code(), violation.detail()))
                            .toList());
        }
    }
}
