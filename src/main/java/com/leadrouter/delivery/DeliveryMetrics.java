package com.leadrouter.delivery;

import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.delivery.NextStep.AgainAfterFault;
import com.leadrouter.delivery.NextStep.HeldAfterFault;
import com.leadrouter.delivery.NextStep.Settled;
import com.leadrouter.lead.DestinationName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Counts what deliveries do; tags are names from the configuration and our own words, never anything of a lead. */
@Component
final class DeliveryMetrics {

    private static final Duration[] LAG_BUCKETS = {
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10),
        Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30),
        Duration.ofHours(2), Duration.ofHours(12), Duration.ofHours(72)
    };

    private static final Duration[] ATTEMPT_BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
        Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Clock clock;

    DeliveryMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Calls that are on record, whatever became of their result. */
    void called(Settlement settlement) {
        settlement.calls().forEach(call -> called(settlement.claimed().destination(), call));
    }

    /** A result that changed its delivery. */
    void recorded(Settlement settlement) {
        DestinationName destination = settlement.claimed().destination();
        if (settlement.step() instanceof Settled(DeliveryStatus status)) {
            settled(destination, status);
            if (status == DeliveryStatus.DELIVERED) {
                delivered(destination, settlement.claimed());
            }
        }
        if (settlement.step() instanceof AgainAfterFault || settlement.step() instanceof HeldAfterFault) {
            fault(destination);
        }
    }

    /** A delivery that an operator has ended, or that ended so since it was to. */
    void cancelled(DestinationName destination) {
        settled(destination, DeliveryStatus.CANCELLED);
    }

    private void settled(DestinationName destination, DeliveryStatus status) {
        Counter.builder("leadrouter.deliveries.settled")
                .description("Deliveries that came to their end")
                .tag("destination", destination.value())
                .tag("status", status.name())
                .register(registry)
                .increment();
    }

    /** A fault of ours, or a lease that was lost. */
    void fault(DestinationName destination) {
        Counter.builder("leadrouter.internal.failures")
                .description("Our own faults and lost leases")
                .tag("destination", destination.value())
                .register(registry)
                .increment();
    }

    private void called(DestinationName destination, Call call) {
        Counter.builder("leadrouter.delivery.attempts")
                .description("Calls made to a destination")
                .tag("destination", destination.value())
                .tag("operation", call.operation())
                .tag("outcome", call.outcome().name())
                .tag("status", call.httpStatus() == null ? "none" : String.valueOf(call.httpStatus()))
                .register(registry)
                .increment();
        Timer.builder("leadrouter.delivery.attempt")
                .description("How long calls to a destination take")
                .tag("destination", destination.value())
                .tag("operation", call.operation())
                .serviceLevelObjectives(ATTEMPT_BUCKETS)
                .register(registry)
                .record(call.duration());
    }

    private void delivered(DestinationName destination, Claimed claimed) {
        Timer.builder("leadrouter.delivery.lag")
                .description("From the receipt of a lead to its delivery")
                .tag("destination", destination.value())
                .serviceLevelObjectives(LAG_BUCKETS)
                .register(registry)
                .record(Duration.between(claimed.receivedAt(), clock.instant()));
    }
}
