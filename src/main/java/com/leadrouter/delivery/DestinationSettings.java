package com.leadrouter.delivery;

import static com.leadrouter.platform.InvalidSetting.check;
import static com.leadrouter.platform.InvalidSetting.required;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What every destination has: {@code lead-router.destinations.<name>}, beside what its type asks for. */
record DestinationSettings(String type, Carriage delivery) {

    DestinationSettings(@Nullable String type, @DefaultValue Carriage delivery) {
        this.type = required("type", type);
        this.delivery = delivery;
    }

    /** How deliveries are made: {@code delivery.*}. */
    record Carriage(
            @DefaultValue("16") int concurrency,
            @DefaultValue("retry") OnUnknown onUnknown,
            @DefaultValue("30s") Duration probeInterval,
            @DefaultValue Retry retry) {

        Carriage {
            check(concurrency >= 1 && concurrency <= 1024, "concurrency", "must be from 1 to 1024");
            check(probeInterval.toMillis() > 0, "probe-interval", "must be longer than 0");
        }
    }

    /** What becomes of a request that was sent and never answered. */
    enum OnUnknown {
        RETRY,
        HOLD
    }

    /** The back-off: {@code delivery.retry.*}. */
    record Retry(
            @DefaultValue("1s") Duration initial,
            @DefaultValue("2") double multiplier,
            @DefaultValue("15m") Duration maxInterval,
            @DefaultValue("0.5") double jitter,
            @DefaultValue("72h") Duration maxAge) {

        Retry {
            check(initial.toMillis() > 0, "initial", "must be longer than 0");
            check(multiplier >= 1 && multiplier <= 100, "multiplier", "must be from 1 to 100");
            check(maxInterval.compareTo(initial) >= 0, "max-interval", "must not be shorter than initial");
            check(jitter >= 0 && jitter < 1, "jitter", "must be from 0 to less than 1");
            check(maxAge.compareTo(initial) >= 0, "max-age", "must not be shorter than initial");
        }
    }
}
