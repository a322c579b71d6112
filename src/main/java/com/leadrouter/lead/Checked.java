package com.leadrouter.lead;

import java.util.List;

/** What checking a draft came to. */
public sealed interface Checked {

    /** The draft is a lead. */
    record Valid(Lead lead) implements Checked {}

    /**
     * The draft has faults. {@code asFarAsRead} is only good for looking for more of them: where a field is faulty it
     * holds nothing or a stand-in.
     */
    record Invalid(List<Violation> violations, Lead asFarAsRead) implements Checked {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }
}
