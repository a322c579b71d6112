package com.leadrouter.operations;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.AttentionGroup.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what waits for a person, in groups that one answer will do for. */
@Component
public final class Attention {

    private static final int MOST_LOOKED_AT = 20_000;
    private static final int MOST_GROUPS = 1_000;

    private static final String IS_DEAD = "d.status = 'DEAD'";
    private static final String IS_CONFIGURATION = "d.status = 'REJECTED' and d.outcome = 'REJECTED_CONFIGURATION'";
    private static final String IS_DATA =
            "d.status = 'REJECTED' and d.outcome is distinct from 'REJECTED_CONFIGURATION'";

    // The newest of a kind, however many there are: their messages stand in no index.
    private static final String NEWEST = """
            select '%1$s' as kind, d.destination, %2$s as campaign,
                coalesce(d.errors #>> '{0,message}', d.outcome) as message, count(*) as deliveries,
                min(d.settled_at) as oldest_at
            from (
                select d.lead_id, d.destination, d.outcome, d.errors, d.settled_at
                from delivery d
                where d.status in ('HELD', 'DEAD', 'REJECTED', 'CANCELLED') and %3$s
                order by d.lead_id desc
                limit %%1$d) as d
            %4$s
            group by 2, 3, 4
            order by deliveries desc, 2, 3, 4
            limit %%2$d
            """;

    // For each by the id of its lead, where it tells something.
    private static final String CAMPAIGN = """
            left join lateral (
                select l.campaign
                from lead l
                where l.id = d.lead_id
                limit 1) as l on true
            """;

    static final String DEAD = NEWEST.formatted("DEAD", "null", IS_DEAD, "");
    static final String CONFIGURATION =
            NEWEST.formatted("REJECTED_CONFIGURATION", "l.campaign", IS_CONFIGURATION, CAMPAIGN);
    static final String DATA = NEWEST.formatted("REJECTED_DATA", "null", IS_DATA, "");

    // Along the index alone.
    static final String GIVEN_UP = """
            select case when %s then 'DEAD' when %s then 'REJECTED_CONFIGURATION' else 'REJECTED_DATA' end as kind,
                d.destination, null as campaign, null as message, count(*) as deliveries, null::timestamptz as oldest_at
            from delivery d
            where d.status in ('DEAD', 'REJECTED')
            group by 1, 2
            """.formatted(IS_DEAD, IS_CONFIGURATION);

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

    private static final Comparator<AttentionGroup> LARGEST_FIRST = Comparator.comparing(AttentionGroup::count)
            .reversed()
            .thenComparing(group -> group.kind().name())
            .thenComparing(AttentionGroup::destination)
            .thenComparing(AttentionGroup::campaignId, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(AttentionGroup::message, Comparator.nullsLast(Comparator.naturalOrder()));

    private record Whose(Kind kind, DestinationName destination) {
        static Whose of(AttentionGroup group) {
            return new Whose(group.kind(), group.destination());
        }
    }

    private final JdbcClient jdbc;
    private final OneMoment oneMoment;
    private final CustomerDesk desk;
    private final DailyReconciliations days;
    private final int mostLookedAt;
    private final int mostGroups;

    @Autowired
    Attention(JdbcClient jdbc, OneMoment oneMoment, CustomerDesk desk, DailyReconciliations days) {
        this(jdbc, oneMoment, desk, days, MOST_LOOKED_AT, MOST_GROUPS);
    }

    Attention(
            JdbcClient jdbc,
            OneMoment oneMoment,
            CustomerDesk desk,
            DailyReconciliations days,
            int mostLookedAt,
            int mostGroups) {
        this.jdbc = jdbc;
        this.desk = desk;
        this.days = days;
        this.oneMoment = oneMoment;
        this.mostLookedAt = mostLookedAt;
        this.mostGroups = mostGroups;
    }

    /**
     * All groups: what is stopped first, then the largest first. A destination that is held or paused is one, even empty.
     * Of what was given up the newest are looked at; the others of a kind are one group for each destination, without a message.
     */
    public List<AttentionGroup> groups() {
        return oneMoment.read(() -> Stream.of(
                        found(STOPPED),
                        found(HELD),
                        givenUp(),
                        found(TWO_CUSTOMERS),
                        desk.destinations().stream().sorted().flatMap(this::unconfirmed))
                .flatMap(groups -> groups)
                .toList());
    }

    private Stream<AttentionGroup> givenUp() {
        List<AttentionGroup> told = Stream.of(DEAD, CONFIGURATION, DATA)
                .flatMap(sql -> found(sql.formatted(mostLookedAt, mostGroups)))
                .toList();
        Map<Whose, Long> counted = told.stream().collect(groupingBy(Whose::of, summingLong(AttentionGroup::count)));
        Stream<AttentionGroup> others = found(GIVEN_UP).flatMap(all -> {
            long left = all.count() - counted.getOrDefault(Whose.of(all), 0L);
            return left == 0
                    ? Stream.empty()
                    : Stream.of(new AttentionGroup(all.kind(), all.destination(), null, null, left, null));
        });
        return Stream.concat(told.stream(), others).sorted(LARGEST_FIRST);
    }

    private Stream<AttentionGroup> found(String sql) {
        return jdbc.sql(sql).query(Attention::group).list().stream();
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
