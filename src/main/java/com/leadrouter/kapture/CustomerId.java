package com.leadrouter.kapture;

import java.util.Optional;

/** Kapture's id of a customer. There is none without a value, so that an Update cannot go out without one. */
record CustomerId(long value) {

    CustomerId {
        if (value <= 0) {
            throw new IllegalArgumentException("a customer's id is above 0");
        }
    }

    /** The id, or none where Kapture says 0 for "none". */
    static Optional<CustomerId> of(long value) {
        return value > 0 ? Optional.of(new CustomerId(value)) : Optional.empty();
    }

    /** Numbers in answers, strings in requests (Kapture contract, section 3). */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
