package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what waits in the outbox: for us or, held or dead, for a person. */
final class Backlogs {

    // Old is what was received long ago, however young a retry makes it for max-age.
    private static final String COUNT = """
            select destination, status, deliveries,
                extract(epoch from clock_timestamp() - lead_id_time(oldest::uuid))::bigint as oldest_seconds
            from (
                select destination, 'PENDING' as status, count(*) as deliveries,
                    min(lead_id::text collate "C") as oldest
                from delivery
                where due_at is not null
                group by destination
                union all
                select destination, status, count(*), min(lead_id::text collate "C")
                from delivery d
                where status in ('HELD', 'DEAD')
                  and (status = 'HELD'
                      or coalesce((select l.disposition <> 'ERASED' from lead l where l.id = d.lead_id limit 1), true))
                group by destination, status
            ) as counted
            """;

    static final List<DeliveryStatus> COUNTED =
            List.of(DeliveryStatus.PENDING, DeliveryStatus.HELD, DeliveryStatus.DEAD);

    /** How many by status, each of {@link #COUNTED}, and how old the oldest is that is PENDING or HELD. */
    record Backlog(Map<DeliveryStatus, Long> deliveries, long oldestSeconds) {}

    private record Row(DestinationName destination, DeliveryStatus status, long deliveries, long oldestSeconds) {}

    private final JdbcClient jdbc;
    private final DestinationStates states;

    Backlogs(JdbcClient jdbc, DestinationStates states) {
        this.jdbc = jdbc;
        this.states = states;
    }

    Map<DestinationName, Backlog> of(Collection<DestinationName> destinations) {
        List<Row> rows = jdbc.sql(COUNT)
                .query((row, number) -> new Row(
                        new DestinationName(row.getString("destination")),
                        DeliveryStatus.valueOf(row.getString("status")),
                        row.getLong("deliveries"),
                        row.getLong("oldest_seconds")))
                .list();
        Map<DestinationName, Backlog> backlogs = new HashMap<>();
        destinations.forEach(destination -> backlogs.put(destination, of(destination, rows)));
        return backlogs;
    }

    private Backlog of(DestinationName destination, List<Row> rows) {
        boolean stopped = states.stopOf(destination) != null;
        Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
        COUNTED.forEach(status -> counts.put(status, 0L));
        long oldest = 0;
        for (Row row : rows) {
            if (row.destination().equals(destination)) {
                // What waits for a destination that is held or paused is HELD, wherever it is shown.
                boolean held = stopped && row.status() == DeliveryStatus.PENDING;
                counts.merge(held ? DeliveryStatus.HELD : row.status(), row.deliveries(), Long::sum);
                oldest = row.status().isOpen() ? Math.max(oldest, row.oldestSeconds()) : oldest;
            }
        }
        return new Backlog(counts, oldest);
    }
}
