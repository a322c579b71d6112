package com.leadrouter.delivery;

import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import java.util.List;

/**
 * Carries leads to one destination. Called by many threads at once, without a transaction or a database connection
 * held; what the destination does always comes back as a value, an exception is a bug of the courier.
 */
public interface Courier {

    /** Makes one try, writing each call into the log as it is made. */
    CallOutcome deliver(Delivery delivery, CallLog log);

    /** The faults for which the destination would surely refuse the lead; asked before it is accepted. */
    List<Violation> preflight(Lead lead);

    /** What {@link #deliver} would begin with, were it asked now; sends nothing. */
    Preview preview(Delivery delivery);

    /** Whether two leads of one person must never be on their way at once and must arrive in the order of acceptance. */
    default boolean keepsOrderPerPerson() {
        return false;
    }

    /** How many more tries its guards would let through just now; none is claimed beyond that. */
    default int capacity() {
        return Integer.MAX_VALUE;
    }
}
