package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome;

/** What Kapture said when it was asked for one customer. */
sealed interface Looked {

    /** Of several the newest that is not deleted. */
    record There(RemoteCustomer customer) implements Looked {}

    /** Kapture has no such customer, or has it no more. */
    record Gone() implements Looked {}

    /** Kapture did not say; never {@link CallOutcome.Accepted}. */
    record Unanswered(CallOutcome outcome) implements Looked {}
}
