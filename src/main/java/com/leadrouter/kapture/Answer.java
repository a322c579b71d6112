package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.Outcome;
import java.util.Optional;

/** What one call told us; the cases differ in what the flow does next. */
sealed interface Answer {

    /** Answers of Add and Update. */
    sealed interface OfWrite extends Answer {}

    /** Answers of Get. */
    sealed interface OfGet extends Answer {}

    /** Kapture has written the customer; mostly it tells which. */
    record Written(Optional<CustomerId> id) implements OfWrite {}

    /** What we sent belongs to a customer already. */
    record Exists(Duplicate duplicate, DeliveryError error) implements OfWrite {}

    /** A failure with words that no table knows. */
    record Unclear(DeliveryError error) implements OfWrite {}

    record Found(CustomerId id) implements OfGet {}

    record NotFound() implements OfGet {}

    /** Nothing more to be done in this try. */
    record Ended(CallOutcome outcome) implements OfWrite, OfGet {}

    /** Which of the two is taken already. */
    enum Duplicate {
        PHONE,
        EMAIL,
        BOTH
    }

    /** The word under which the call goes on record. */
    default Outcome recordedAs() {
        return switch (this) {
            case Written written -> Outcome.ACCEPTED;
            case Exists exists -> Outcome.EXISTS;
            case Unclear unclear -> Outcome.REJECTED_DATA;
            case Found found -> Outcome.ACCEPTED;
            case NotFound notFound -> Outcome.NOT_FOUND;
            case Ended(Accepted outcome) -> Outcome.ACCEPTED;
            case Ended(RejectedData outcome) -> Outcome.REJECTED_DATA;
            case Ended(RejectedConfiguration outcome) -> Outcome.REJECTED_CONFIGURATION;
            case Ended(Unauthorized outcome) -> Outcome.UNAUTHORIZED;
            case Ended(Throttled outcome) -> Outcome.THROTTLED;
            case Ended(Failed outcome) -> Outcome.FAILED;
            case Ended(Unreachable outcome) -> Outcome.UNREACHABLE;
            case Ended(Unknown outcome) -> Outcome.UNKNOWN;
            case Ended(NotTried outcome) -> throw new IllegalStateException("what was not tried is not on record");
        };
    }
}
