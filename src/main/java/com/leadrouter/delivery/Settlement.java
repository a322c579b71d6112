package com.leadrouter.delivery;

import com.leadrouter.delivery.CallLog.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one try, to be recorded if the lease is still ours. {@code outcome} is null where the try left none:
 * given back, or failed inside us.
 */
record Settlement(
        Claimed claimed,
        NextStep step,
        @Nullable Outcome outcome,
        boolean uncertain,
        @Nullable String externalId,
        List<DeliveryError> errors,
        List<Call> calls) {

    Settlement {
        errors = List.copyOf(errors);
        calls = List.copyOf(calls);
    }

    @Nullable Integer httpStatus() {
        return calls.isEmpty() ? null : calls.getLast().httpStatus();
    }

    @Override
    public String toString() {
        return "Settlement[" + claimed + ", " + step + "]";
    }
}
