package com.leadrouter.delivery;

import com.leadrouter.platform.LongTransactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts whether for each source and destination there are as many deliveries, in whatever state, as leads that were
 * routed there. The difference is 0, always. In the background only what is new is counted; everything is by
 * {@link #countAll()}.
 */
@Component
final class Conservation {

    private static final Logger log = LoggerFactory.getLogger(Conservation.class);

    // Who is younger may still be on its way to its commit.
    private static final String NEXT_BOUND = """
            select id
            from lead
            where id < lead_id_floor(clock_timestamp() - interval '15 seconds')
            order by id desc
            limit 1
            """;

    private static final String DIFFERENCES = """
            select source, destination, sum(leads)::bigint as difference
            from (
                select l.source, d.destination, 1 as leads
                from lead l, unnest(l.destinations) as d(destination)
                where (:after::uuid is null or l.id > :after::uuid) and l.id <= :upTo::uuid
                union all
                select l.source, d.destination, -1
                from delivery d
                join lead l on l.id = d.lead_id
                where (:after::uuid is null or d.lead_id > :after::uuid) and d.lead_id <= :upTo::uuid
            ) as counted
            group by source, destination
            """;

    private record Key(String source, String destination) {}

    private record Difference(Key key, long difference) {}

    private final LongTransactions transactions;
    private final JdbcClient jdbc;
    private final MeterRegistry registry;
    private final Map<Key, AtomicLong> gauges = new ConcurrentHashMap<>();
    private @Nullable UUID countedUpTo;

    Conservation(DataSource dataSource, JdbcClient jdbc, MeterRegistry registry) {
        this.transactions = new LongTransactions(dataSource, Duration.ZERO);
        this.jdbc = jdbc;
        this.registry = registry;
    }

    /** Counts what has come since the last count. */
    synchronized void countNew() {
        count(countedUpTo, false);
    }

    /** Counts everything anew; answers the sum of all differences, whatever their sign. */
    synchronized long countAll() {
        return transactions.execute(() -> count(null, true));
    }

    private long count(@Nullable UUID after, boolean anew) {
        @Nullable UUID upTo = jdbc.sql(NEXT_BOUND).query(UUID.class).optional().orElse(null);
        if (upTo == null || upTo.equals(after)) {
            return 0;
        }
        Map<Key, Long> differences = new HashMap<>();
        jdbc.sql(DIFFERENCES)
                .param("after", after == null ? null : after.toString())
                .param("upTo", upTo.toString())
                .query((row, number) -> new Difference(
                        new Key(row.getString("source"), row.getString("destination")), row.getLong("difference")))
                .list()
                .forEach(counted -> differences.put(counted.key(), counted.difference()));
        if (anew) {
            gauges.forEach((key, gauge) -> gauge.set(0));
        }
        differences.forEach((key, difference) -> {
            gauge(key).addAndGet(difference);
            if (difference != 0) {
                log.error("conservation: {} and {} differ by {}", key.source(), key.destination(), difference);
            }
        });
        countedUpTo = upTo;
        return differences.values().stream().mapToLong(Math::abs).sum();
    }

    private AtomicLong gauge(Key key) {
        return gauges.computeIfAbsent(key, of -> {
            AtomicLong gauge = new AtomicLong();
            Gauge.builder("leadrouter.conservation.difference", gauge, AtomicLong::doubleValue)
                    .description("Leads routed to the destination minus its deliveries in whatever state; 0, always")
                    .tag("source", of.source())
                    .tag("destination", of.destination())
                    .register(registry);
            return gauge;
        });
    }
}
