package com.leadrouter.intake;

import org.springframework.stereotype.Component;

/** Makes arrivals durable. */
@Component
final class TakeIn implements Acceptance {

    @Override
    public Taken take(Arrival arrival) {
        throw new UnsupportedOperationException(arrival.toString());
    }
}
