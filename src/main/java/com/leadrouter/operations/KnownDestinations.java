package com.leadrouter.operations;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Holds;
import com.leadrouter.lead.DestinationName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The destinations that are configured and those that some delivery remembers from when they were. */
@Component
final class KnownDestinations {

    // From one name to the next along an index, whatever lies between.
    private static final String NEXT = """
            (with recursive named as (
                (select d.destination from delivery d where %1$s order by d.destination limit 1)
                union all
                select (
                    select d.destination
                    from delivery d
                    where %1$s and d.destination > named.destination
                    order by d.destination
                    limit 1)
                from named
                where named.destination is not null
            )
            select destination from named where destination is not null)
            """;

    private static final String REMEMBERED = String.join(
            "union\n",
            NEXT.formatted("d.status = 'DELIVERED'"),
            NEXT.formatted("d.due_at is not null"),
            NEXT.formatted("d.status in ('HELD', 'DEAD', 'REJECTED')"));

    private static final Duration FOR = Duration.ofSeconds(30);

    private record Remembered(List<DestinationName> names, Instant until) {}

    private final JdbcClient jdbc;
    private final Supplier<Set<DestinationName>> configured;
    private final Predicate<DestinationName> isStopped;
    private final Clock clock;
    private volatile @Nullable Remembered remembered;

    @Autowired
    KnownDestinations(JdbcClient jdbc, Destinations destinations, Holds holds, Clock clock) {
        this(jdbc, destinations::names, name -> holds.of(name) != Holds.Standing.RUNNING, clock);
    }

    KnownDestinations(
            JdbcClient jdbc,
            Supplier<Set<DestinationName>> configured,
            Predicate<DestinationName> isStopped,
            Clock clock) {
        this.jdbc = jdbc;
        this.configured = configured;
        this.isStopped = isStopped;
        this.clock = clock;
    }

    /** All of them, by name. */
    List<DestinationName> all() {
        return Stream.concat(configured.get().stream(), remembered().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** All of them, after another look at what deliveries remember. */
    List<DestinationName> allAsOfNow() {
        remembered = null;
        return all();
    }

    /** Those that are held or paused, also if they are not configured any more: what is pending there is shown as held. */
    List<DestinationName> stopped() {
        return all().stream().filter(isStopped).toList();
    }

    private List<DestinationName> remembered() {
        Remembered last = remembered;
        Instant now = clock.instant();
        if (last == null || now.isAfter(last.until())) {
            last = new Remembered(
                    jdbc.sql(REMEMBERED)
                            .query((row, number) -> new DestinationName(row.getString("destination")))
                            .list(),
                    now.plus(FOR));
            remembered = last;
        }
        return last.names();
    }
}
