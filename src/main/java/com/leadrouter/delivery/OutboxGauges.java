package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How much waits in the outbox, by destination and status, and how old the oldest is, sampled in the background so that
 * a scrape asks nobody. Every replica tells the same: take the maximum, not the sum.
 */
@Component
final class OutboxGauges {

    private static final String SAMPLE = """
            select destination, 'PENDING' as status, count(*) as deliveries,
                extract(epoch from clock_timestamp() - min(age_from))::bigint as oldest_seconds
            from delivery
            where due_at is not null
            group by destination
            union all
            select destination, status, count(*), extract(epoch from clock_timestamp() - min(age_from))::bigint
            from delivery
            where status in ('HELD', 'DEAD')
            group by destination, status
            """;

    private static final List<DeliveryStatus> SHOWN =
            List.of(DeliveryStatus.PENDING, DeliveryStatus.HELD, DeliveryStatus.DEAD);

    private record Row(DestinationName destination, DeliveryStatus status, long deliveries, long oldestSeconds) {}

    private record Gauges(Map<DeliveryStatus, AtomicLong> deliveries, AtomicLong oldestSeconds) {}

    private final JdbcClient jdbc;
    private final DestinationStates states;
    private final Map<DestinationName, Gauges> gauges = new HashMap<>();

    OutboxGauges(JdbcClient jdbc, DestinationStates states, Destinations destinations, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.states = states;
        destinations.names().forEach(name -> gauges.put(name, register(name, registry)));
    }

    private static Gauges register(DestinationName destination, MeterRegistry registry) {
        Gauges gauges = new Gauges(new HashMap<>(), new AtomicLong());
        for (DeliveryStatus status : SHOWN) {
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
        List<Row> rows = jdbc.sql(SAMPLE)
                .query((row, number) -> new Row(
                        new DestinationName(row.getString("destination")),
                        DeliveryStatus.valueOf(row.getString("status")),
                        row.getLong("deliveries"),
                        row.getLong("oldest_seconds")))
                .list();
        gauges.forEach((destination, of) -> {
            boolean stopped = states.stopOf(destination) != null;
            Map<DeliveryStatus, Long> counts = new HashMap<>();
            long oldest = 0;
            for (Row row : rows) {
                if (row.destination().equals(destination)) {
                    // What waits for a destination that is held or paused is HELD, wherever it is shown.
                    boolean held = stopped && row.status() == DeliveryStatus.PENDING;
                    counts.merge(held ? DeliveryStatus.HELD : row.status(), row.deliveries(), Long::sum);
                    oldest = row.status().isOpen() ? Math.max(oldest, row.oldestSeconds()) : oldest;
                }
            }
            of.deliveries().forEach((status, gauge) -> gauge.set(counts.getOrDefault(status, 0L)));
            of.oldestSeconds().set(oldest);
        });
    }
}
