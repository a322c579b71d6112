package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationSettings.Carriage;
import com.leadrouter.delivery.DestinationSettings.OnUnknown;
import com.leadrouter.delivery.DestinationSettings.Retry;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** Couriers that do what a test says, and the default settings. */
final class TestCouriers {

    static final Carriage SETTINGS = new Carriage(
            16,
            OnUnknown.RETRY,
            Duration.ofSeconds(30),
            new Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), 0.5, Duration.ofHours(72)));

    private TestCouriers() {}

    static Courier accepting(boolean ordered) {
        return courier(ordered, (delivery, log) -> new CallOutcome.Accepted(null));
    }

    static Courier courier(boolean ordered, BiFunction<Delivery, CallLog, CallOutcome> deliver) {
        return new Courier() {
            @Override
            public CallOutcome deliver(Delivery delivery, CallLog log) {
                return deliver.apply(delivery, log);
            }

            @Override
            public List<Violation> preflight(Lead lead) {
                return List.of();
            }

            @Override
            public Preview preview(Delivery delivery) {
                throw new UnsupportedOperationException("nobody asks");
            }

            @Override
            public boolean keepsOrderPerPerson() {
                return ordered;
            }
        };
    }
}
