package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.Overview.Became;
import com.leadrouter.operations.Overview.OfDestination;
import com.leadrouter.operations.Overview.Slot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes an {@link Overview} of what is stored. */
@Component
public final class Overviews {

    private static final int MINUTES = 60;
    private static final int HOURS = 24;

    // Counted slot by slot along the ids, which tell the time, without looking at a single lead.
    static final String RECEIVED = """
            select slot.at, (
                select count(*)
                from lead l
                where l.id >= lead_id_floor(slot.at)
                  and l.id < lead_id_floor(slot.at + :seconds * interval '1 second')) as leads
            from generate_series(
                :first::timestamptz, :last::timestamptz, :seconds * interval '1 second') as slot(at)
            """;

    static final String DELIVERED = """
            select asked.destination, date_trunc('minute', d.settled_at) as at, count(*) as deliveries
            from unnest(:destinations::text[]) as asked(destination)
            join delivery d on d.destination = asked.destination and d.status = 'DELIVERED'
            where d.settled_at >= :since
            group by 1, 2
            """;

    static final String OPEN = """
            select d.destination, 'PENDING' as status, count(*) as deliveries,
                lead_id_time(min(d.lead_id::text collate "C")::uuid) as oldest_at
            from delivery d
            where d.due_at is not null
            group by d.destination
            union all
            select d.destination, 'HELD', count(*), lead_id_time(min(d.lead_id::text collate "C")::uuid)
            from delivery d
            where d.status = 'HELD'
            group by d.destination
            union all
            select d.destination, d.status, count(*), null
            from delivery d
            where d.status in ('DEAD', 'REJECTED')
            group by d.destination, d.status
            """;

    static final String BECAME = """
            select d.destination, d.status, d.outcome, count(*) as deliveries
            from delivery d
            where d.lead_id >= :from
            group by d.destination, d.status, d.outcome
            order by deliveries desc
            """;

    private record Minute(DestinationName destination, Instant at, long deliveries) {}

    private record Open(
            DestinationName destination,
            DeliveryStatus status,
            long deliveries,
            @Nullable Instant oldestAt) {}

    private record OfOne(DestinationName destination, Became became) {}

    private final JdbcClient jdbc;
    private final OneMoment oneMoment;
    private final KnownDestinations destinations;

    Overviews(JdbcClient jdbc, OneMoment oneMoment, KnownDestinations destinations) {
        this.jdbc = jdbc;
        this.destinations = destinations;
        this.oneMoment = oneMoment;
    }

    /** How things are now, by the database's clock. */
    public Overview now() {
        return oneMoment.read(() -> at(jdbc.sql("select statement_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant()));
    }

    private Overview at(Instant now) {
        Instant firstHour = now.truncatedTo(ChronoUnit.HOURS).minus(HOURS - 1, ChronoUnit.HOURS);
        Instant firstMinute = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1, ChronoUnit.MINUTES);
        List<DestinationName> names = destinations.all();
        List<Minute> delivered = delivered(names, firstHour);
        return new Overview(
                now,
                slots(firstMinute, MINUTES, ChronoUnit.MINUTES, delivered),
                slots(firstHour, HOURS, ChronoUnit.HOURS, delivered),
                ofDestinations(names, delivered, firstHour));
    }

    private List<Slot> slots(Instant first, int count, ChronoUnit length, List<Minute> delivered) {
        record Received(Instant at, long leads) {}
        return jdbc
                .sql(RECEIVED)
                .param("first", first.atOffset(ZoneOffset.UTC))
                .param("last", first.plus(count - 1, length).atOffset(ZoneOffset.UTC))
                .param("seconds", length.getDuration().toSeconds())
                .query((row, number) -> new Received(instant(row, "at"), row.getLong("leads")))
                .list()
                .stream()
                .map(slot -> new Slot(
                        slot.at(),
                        slot.leads(),
                        delivered.stream()
                                .filter(minute ->
                                        minute.at().truncatedTo(length).equals(slot.at()))
                                .mapToLong(Minute::deliveries)
                                .sum()))
                .toList();
    }

    private List<Minute> delivered(List<DestinationName> names, Instant since) {
        return jdbc.sql(DELIVERED)
                .param(
                        "destinations",
                        names.stream().map(DestinationName::value).toArray(String[]::new))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Minute(destination(row), instant(row, "at"), row.getLong("deliveries")))
                .list();
    }

    private List<OfDestination> ofDestinations(List<DestinationName> names, List<Minute> delivered, Instant firstHour) {
        List<DestinationName> stopped = destinations.stopped();
        List<Open> open = jdbc.sql(OPEN)
                .query((row, number) -> new Open(
                        destination(row),
                        DeliveryStatus.valueOf(row.getString("status")),
                        row.getLong("deliveries"),
                        row.getObject("oldest_at") == null ? null : instant(row, "oldest_at")))
                .list();
        List<OfOne> became = jdbc.sql(BECAME)
                .param("from", LeadId.floor(firstHour).value())
                .query((row, number) -> new OfOne(destination(row), became(row)))
                .list();
        return names.stream()
                .map(name -> {
                    boolean held = stopped.contains(name);
                    long pending = count(open, name, status -> status == DeliveryStatus.PENDING);
                    return new OfDestination(
                            name,
                            held ? 0 : pending,
                            count(open, name, status -> status == DeliveryStatus.HELD) + (held ? pending : 0),
                            count(open, name, status -> status == DeliveryStatus.DEAD),
                            count(open, name, status -> status == DeliveryStatus.REJECTED),
                            open.stream()
                                    .filter(one -> one.destination().equals(name))
                                    .flatMap(one -> Stream.ofNullable(one.oldestAt()))
                                    .min(Instant::compareTo)
                                    .orElse(null),
                            delivered.stream()
                                    .filter(minute -> minute.destination().equals(name))
                                    .mapToLong(Minute::deliveries)
                                    .sum(),
                            became.stream()
                                    .filter(one -> one.destination().equals(name))
                                    .map(OfOne::became)
                                    .toList());
                })
                .toList();
    }

    private static long count(List<Open> open, DestinationName name, Predicate<DeliveryStatus> which) {
        return open.stream()
                .filter(one -> one.destination().equals(name) && which.test(one.status()))
                .mapToLong(Open::deliveries)
                .sum();
    }

    private static Became became(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Became(
                DeliveryStatus.valueOf(row.getString("status")),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getLong("deliveries"));
    }

    private static DestinationName destination(ResultSet row) throws SQLException {
        return new DestinationName(row.getString("destination"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
