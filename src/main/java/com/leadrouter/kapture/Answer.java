package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome;
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
            case Ended(var outcome) -> outcome.recordedAs().orElseThrow();
        };
    }
}
