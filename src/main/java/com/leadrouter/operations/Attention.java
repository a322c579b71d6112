package com.leadrouter.operations;

import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.AttentionGroup.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what waits for a person, in groups that one answer will do for. */
@Component
public final class Attention {

    // A campaign is looked up where it tells something, for each by the id of its lead. About what was erased nobody
    // can do
    // anything.
    static final String GIVEN_UP = """
            select case
                    when d.status = 'DEAD' then 'DEAD'
                    when d.outcome = 'REJECTED_CONFIGURATION' then 'REJECTED_CONFIGURATION'
                    else 'REJECTED_DATA' end as kind,
                d.destination, l.campaign, coalesce(d.errors #>> '{0,message}', d.outcome) as message,
                count(*) as deliveries, min(d.settled_at) as oldest_at
            from delivery d
            left join lateral (
                select l.campaign
                from lead l
                where l.id = d.lead_id and d.status = 'REJECTED' and d.outcome = 'REJECTED_CONFIGURATION'
                limit 1) as l on true
            where d.status in ('DEAD', 'REJECTED')
              and coalesce((select l.disposition <> 'ERASED' from lead l where l.id = d.lead_id limit 1), true)
            group by 1, 2, 3, 4
            order by deliveries desc, 1, 2, 3, 4
            limit 1000
            """;

    static final String HELD = """
            select 'HELD' as kind, d.destination, null as campaign, d.hold_reason as message, count(*) as deliveries,
                lead_id_time(min(d.lead_id::text collate "C")::uuid) as oldest_at
            from delivery d
            where d.status = 'HELD'
            group by d.destination, d.hold_reason
            order by d.destination, d.hold_reason
            """;

    static final String STOPPED = """
            select 'HELD' as kind, s.destination, null as campaign,
                case when s.paused then s.pause_reason else s.hold_reason end as message,
                waiting.deliveries, waiting.oldest_at
            from destination_state s
            cross join lateral (
                select count(*) as deliveries, lead_id_time(min(d.lead_id::text collate "C")::uuid) as oldest_at
                from delivery d
                where d.destination = s.destination and d.due_at is not null) as waiting
            where s.paused or s.held
            order by s.destination
            """;

    static final String TWO_CUSTOMERS = """
            select 'TWO_CUSTOMERS' as kind, d.destination, null as campaign,
                min(d.errors #>> '{0,message}') as message, count(*) as deliveries, min(d.settled_at) as oldest_at
            from delivery d
            where d.status = 'DELIVERED' and d.errors @> '[{"code": "kapture-two-customers"}]'
            group by d.destination
            order by d.destination
            """;

    private final JdbcClient jdbc;
    private final OneMoment oneMoment;
    private final CustomerDesk desk;
    private final DailyReconciliations days;

    Attention(JdbcClient jdbc, OneMoment oneMoment, CustomerDesk desk, DailyReconciliations days) {
        this.jdbc = jdbc;
        this.desk = desk;
        this.days = days;
        this.oneMoment = oneMoment;
    }

    /** All groups: what is stopped first, then the largest first. A destination that is held or paused is one, even empty. */
    public List<AttentionGroup> groups() {
        return oneMoment.read(() -> Stream.concat(
                        Stream.of(STOPPED, HELD, GIVEN_UP, TWO_CUSTOMERS)
                                .flatMap(sql -> jdbc.sql(sql).query(Attention::group).list().stream()),
                        desk.destinations().stream().sorted().flatMap(this::unconfirmed))
                .toList());
    }

    private Stream<AttentionGroup> unconfirmed(DestinationName destination) {
        return days
                .unconfirmedDays(destination)
                .map(days ->
                        new AttentionGroup(Kind.UNCONFIRMED, destination, null, null, days.leads(), days.oldestAt()))
                .stream();
    }

    private static AttentionGroup group(ResultSet row, int number) throws SQLException {
        OffsetDateTime oldest = row.getObject("oldest_at", OffsetDateTime.class);
        return new AttentionGroup(
                Kind.valueOf(row.getString("kind")),
                new DestinationName(row.getString("destination")),
                row.getString("campaign"),
                row.getString("message"),
                row.getLong("deliveries"),
                oldest == null ? null : oldest.toInstant());
    }
}
