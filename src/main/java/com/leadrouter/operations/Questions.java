package com.leadrouter.operations;

import com.leadrouter.lead.DestinationName;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * For which customers a destination has to be asked, and whose turn it is: the table {@code kapture_asker}, which leases
 * the asking of each destination to one replica.
 */
@Component
final class Questions {

    // A pull that began after the delivery has not told of its customer, or a day has gone by without one. Of older
    // days those alone are looked through that have leads left. Then those whom a pull that has just ended should have
    // told of again, and did not. Then, where an operator has asked for the pull, the customers of the leads of its
    // time
    // that it leaves out.
    static final String TO_ASK = """
            with pulled as materialized (
                select started_at, finished_at, from_at, to_at, slot is null as requested
                from kapture_pull
                where destination = :destination and state = 'DONE'
                  and started_at > statement_timestamp() - interval '30 days'
            ),
            since as materialized (
                select least(
                    statement_timestamp() - interval '2 days',
                    (select min(day)::timestamp at time zone :zone
                        from kapture_reconciliation
                        where destination = :destination and unconfirmed > 0
                          and day > statement_timestamp() - interval '30 days')) as moment
            ),
            until as materialized (
                select greatest(
                    statement_timestamp() - interval '1 day', (select max(started_at) from pulled)) as moment
            ),
            untold as (
                select d.external_id::bigint as customer_id, d.settled_at as since
                from delivery d
                left join lateral (
                    select k.confirmed_at, k.gone_at
                    from kapture_customer k
                    where k.destination = d.destination
                      and k.customer_id = case when d.external_id ~ '^[0-9]{1,18}$' then d.external_id::bigint end
                    limit 1) as c on true
                where d.destination = :destination and d.status = 'DELIVERED'
                  and d.settled_at >= (select moment from since) and d.settled_at < (select moment from until)
                  and d.external_id ~ '^[0-9]{1,18}$'
                  and coalesce(c.confirmed_at < d.settled_at, true)
                  and coalesce(c.gone_at < d.settled_at, true)
            ),
            missed as (
                select c.customer_id, c.confirmed_at as since
                from pulled p
                join kapture_customer c
                    on c.destination = :destination and c.gone_at is null
                    and c.created_at >= p.from_at and c.created_at < p.to_at and c.confirmed_at < p.started_at
                where p.finished_at > statement_timestamp() - interval '2 hours'
            ),
            left_out as (
                select c.customer_id, c.confirmed_at as since
                from pulled p
                join delivery d
                    on d.destination = :destination and d.status = 'DELIVERED'
                    and d.settled_at >= p.from_at and d.settled_at < p.to_at
                cross join lateral (
                    select k.customer_id, k.confirmed_at
                    from kapture_customer k
                    where k.destination = d.destination and k.gone_at is null
                      and k.customer_id = case when d.external_id ~ '^[0-9]{1,18}$' then d.external_id::bigint end
                      and k.confirmed_at < p.started_at
                    limit 1) as c
                where p.requested and p.finished_at > statement_timestamp() - interval '2 hours'
            )
            select customer_id
            from (select * from untold union all select * from missed union all select * from left_out) as question
            group by customer_id
            order by min(since), customer_id
            limit :most
            """;

    private static final String BEGIN = """
            insert into kapture_asker as asker (destination, attempt, leased_until)
            values (:destination, 1, clock_timestamp() + :lease * interval '1 millisecond')
            on conflict (destination) do update
            set attempt = asker.attempt + 1, leased_until = excluded.leased_until
            where asker.leased_until <= clock_timestamp()
            returning attempt
            """;

    private static final String RENEW = """
            update kapture_asker
            set leased_until = clock_timestamp() + :lease * interval '1 millisecond'
            where destination = :destination and attempt = :attempt
            """;

    /** Longer than any answer takes: nobody else asks before. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final int AT_A_TIME = 1000;

    /** A replica's turn to ask a destination. */
    record Turn(DestinationName destination, long attempt) {}

    private final JdbcClient jdbc;

    Questions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The turn, unless another replica has it. */
    Optional<Turn> begin(DestinationName destination) {
        return jdbc.sql(BEGIN)
                .param("destination", destination.value())
                .param("lease", LEASE.toMillis())
                .query((row, number) -> new Turn(destination, row.getLong("attempt")))
                .optional();
    }

    /** Keeps the turn; whether it was still ours. */
    boolean renew(Turn turn) {
        return leaseFor(turn, LEASE);
    }

    /** Lets any replica ask. */
    void end(Turn turn) {
        leaseFor(turn, Duration.ZERO);
    }

    private boolean leaseFor(Turn turn, Duration time) {
        return jdbc.sql(RENEW)
                        .param("destination", turn.destination().value())
                        .param("attempt", turn.attempt())
                        .param("lease", time.toMillis())
                        .update()
                > 0;
    }

    /** Some of the customers to ask for, the longest untold first. */
    List<Long> toAsk(DestinationName destination, ZoneId zone) {
        return jdbc.sql(TO_ASK)
                .param("destination", destination.value())
                .param("zone", zone.getId())
                .param("most", AT_A_TIME)
                .query(Long.class)
                .list();
    }
}
