package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How much waits in the outbox, by destination and status, and how old the oldest is, sampled in the background so that
 * a scrape asks nobody. Every replica tells the same: take the maximum, not the sum.
 */
@Component
final class OutboxGauges {

    private record Gauges(Map<DeliveryStatus, AtomicLong> deliveries, AtomicLong oldestSeconds) {}

    private final Backlogs backlogs;
    private final Map<DestinationName, Gauges> gauges = new HashMap<>();

    OutboxGauges(JdbcClient jdbc, DestinationStates states, Destinations destinations, MeterRegistry registry) {
        this.backlogs = new Backlogs(jdbc, states);
        destinations.names().forEach(name -> gauges.put(name, register(name, registry)));
    }

    private static Gauges register(DestinationName destination, MeterRegistry registry) {
        Gauges gauges = new Gauges(new HashMap<>(), new AtomicLong());
        for (DeliveryStatus status : Backlogs.COUNTED) {
            AtomicLong count = new AtomicLong();
            gauges.deliveries().put(status, count);
            Gauge.builder("leadrouter.outbox.deliveries", count, AtomicLong::doubleValue)
                    .description("Deliveries that wait for us or for a person; the same on every replica")
                    .tag("destination", destination.value())
                    .tag("status", status.name())
                    .register(registry);
        }
        Gauge.builder("leadrouter.outbox.oldest", gauges.oldestSeconds(), AtomicLong::doubleValue)
                .description("Age of the oldest delivery that is PENDING or HELD; the same on every replica")
                .baseUnit("seconds")
                .tag("destination", destination.value())
                .register(registry);
        return gauges;
    }

    /** Looks at the table and sets the gauges. */
    void sample() {
        backlogs.of(gauges.keySet()).forEach((destination, backlog) -> {
            Gauges of = Objects.requireNonNull(gauges.get(destination));
            of.deliveries()
                    .forEach((status, gauge) -> gauge.set(backlog.deliveries().getOrDefault(status, 0L)));
            of.oldestSeconds().set(backlog.oldestSeconds());
        });
    }
}
