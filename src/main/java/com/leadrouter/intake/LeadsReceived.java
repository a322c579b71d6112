package com.leadrouter.intake;

import com.leadrouter.platform.CallingSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts what came in and what became of it: {@code leadrouter_leads_received_total}. */
@Component
final class LeadsReceived {

    private final MeterRegistry meters;

    LeadsReceived(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The word of the tag {@code result}. */
    enum Result {
        ACCEPTED,
        DUPLICATE,
        UNROUTED,
        REPLAYED,
        SPAM,
        INVALID,
        LIMITED
    }

    void count(CallingSource source, Result result) {
        meters.counter(
                        "leadrouter.leads.received",
                        "source",
                        source.name(),
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
