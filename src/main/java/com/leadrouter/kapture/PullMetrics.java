package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts pulls that have ended. */
@Component
final class PullMetrics {

    /** How a pull can end. */
    enum Result {
        DONE,
        FAILED
    }

    private final MeterRegistry registry;

    PullMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter ended(DestinationName destination, Result result) {
        return Counter.builder("leadrouter.pulls")
                .description("Pulls of a destination's customers that have ended")
                .tag("destination", destination.value())
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
