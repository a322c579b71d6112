package com.leadrouter.operations;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * For whom a destination has to be asked, and whose turn it is: the table {@code kapture_asker}, which leases the asking of
 * each destination to one replica.
 */
@Component
final class Questions {

    private static final Logger log = LoggerFactory.getLogger(Questions.class);

    private static final String NOT_PUT_OFF = """
            not exists (
                select from kapture_question q
                where q.destination = :destination and q.subject = (%s)::text and q.ask_after > statement_timestamp())
            """;

    private static final String UNTIL = """
            greatest(statement_timestamp() - interval '1 day', (
                select max(started_at)
                from kapture_pull
                where destination = :destination and state = 'DONE'
                  and started_at > statement_timestamp() - interval '30 days'))
            """;

    // A pull that began after the delivery has not told of its customer, or a day has gone by without one.
    static final String UNTOLD = """
            select d.external_id
            from delivery d
            left join lateral (
                select k.confirmed_at, k.gone_at
                from kapture_customer k
                where k.destination = d.destination
                  and k.customer_id = case when d.external_id ~ '^[1-9][0-9]{0,17}$' then d.external_id::bigint end
                limit 1) as c on true
            where d.destination = :destination and d.status = 'DELIVERED'
              and d.settled_at >= :since::timestamptz and d.settled_at < (select %s)
              and d.external_id ~ '^[1-9][0-9]{0,17}$'
              and coalesce(c.confirmed_at < d.settled_at, true)
              and coalesce(c.gone_at < d.settled_at, true)
              and %s
            order by d.settled_at
            limit :most
            """.formatted(UNTIL, NOT_PUT_OFF.formatted("d.external_id"));

    // The same of those whose customer's id we were not told.
    static final String NAMELESS =
            """
            select d.lead_id::text
            from delivery d
            left join lateral (
                select k.confirmed_at, k.gone_at
                from kapture_customer k
                where k.destination = d.destination and k.customer_id = (%s)
                limit 1) as c on true
            where d.destination = :destination and d.status = 'DELIVERED'
              and d.settled_at >= :since::timestamptz and d.settled_at < (select %s)
              and d.external_id is null
              and not coalesce(c.confirmed_at >= d.settled_at and (c.gone_at is null or c.gone_at < c.confirmed_at), false)
              and %s
            order by d.settled_at
            limit :most
            """.formatted(Reconciliations.CUSTOMER_ID, UNTIL, NOT_PUT_OFF.formatted("d.lead_id"));

    // Those whom a pull that has ended should have told of again, and did not. A scheduled one is soon followed by the
    // next.
    static final String MISSED = """
            select c.customer_id::text
            from kapture_pull p
            cross join lateral (
                select k.customer_id
                from kapture_customer k
                where k.destination = p.destination and k.gone_at is null
                  and k.created_at >= p.from_at and k.created_at < p.to_at and k.confirmed_at < p.started_at
                  and %s
                order by k.created_at
                limit :most) as c
            where p.destination = :destination and p.state = 'DONE'
              and p.started_at > statement_timestamp() - interval '30 days'
              and p.finished_at > statement_timestamp()
                - case when p.slot is null then interval '24 hours' else interval '2 hours' end
            limit :most
            """.formatted(NOT_PUT_OFF.formatted("k.customer_id"));

    // The customers of the leads of a time for which an operator has asked for a pull that leaves them out.
    static final String LEFT_OUT =
            """
            select c.customer_id::text
            from kapture_pull p
            cross join lateral (
                select known.customer_id
                from delivery d
                cross join lateral (
                    select k.customer_id
                    from kapture_customer k
                    where k.destination = d.destination and k.gone_at is null and k.customer_id = (%s)
                      and k.confirmed_at < p.started_at
                    limit 1) as known
                where d.destination = p.destination and d.status = 'DELIVERED'
                  and d.settled_at >= p.from_at and d.settled_at < p.to_at
                  and %s
                order by d.settled_at
                limit :most) as c
            where p.destination = :destination and p.state = 'DONE' and p.slot is null
              and p.started_at > statement_timestamp() - interval '30 days'
              and p.finished_at > statement_timestamp() - interval '24 hours'
            limit :most
            """.formatted(Reconciliations.CUSTOMER_ID, NOT_PUT_OFF.formatted("known.customer_id"));

    // Of days longer ago those alone are looked through that have leads left.
    private static final String OLDEST_DAY = """
            select min(day)
            from kapture_reconciliation
            where destination = :destination and unconfirmed > 0 and day >= :earliest
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

    private static final int OF_EACH_KIND = 300;
    private static final Duration ALWAYS_LOOKED_THROUGH = Duration.ofDays(2);
    private static final int DAYS_LOOKED_THROUGH = 30;

    /** Some of those to ask for, found by a statement of its own: one that takes too long takes no other with it. */
    private record Kind(String sql, Function<String, Question> reading) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(UNTOLD, Questions::customer),
            new Kind(NAMELESS, lead -> new Question.OfLead(LeadId.of(lead))),
            new Kind(MISSED, Questions::customer),
            new Kind(LEFT_OUT, Questions::customer));

    /** A replica's turn to ask a destination. */
    record Turn(DestinationName destination, long attempt) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    Questions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
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

    /** Some of those to ask for, each once: of the delivered leads the longest untold first. */
    List<Question> toAsk(DestinationName destination, ZoneId zone) {
        OffsetDateTime since = since(destination, zone).atOffset(ZoneOffset.UTC);
        return KINDS.stream()
                .flatMap(kind -> some(kind, destination, since).stream())
                .distinct()
                .toList();
    }

    private List<Question> some(Kind kind, DestinationName destination, OffsetDateTime since) {
        try {
            return jdbc
                    .sql(kind.sql())
                    .param("destination", destination.value())
                    .param("since", since)
                    .param("most", OF_EACH_KIND)
                    .query(String.class)
                    .list()
                    .stream()
                    .map(kind.reading())
                    .toList();
        } catch (QueryTimeoutException e) {
            log.warn("Finding whom to ask {} for took too long; some are not asked for now", destination);
            return List.of();
        }
    }

    private Instant since(DestinationName destination, ZoneId zone) {
        Instant usual = clock.instant().minus(ALWAYS_LOOKED_THROUGH);
        LocalDate earliest = LocalDate.ofInstant(clock.instant(), zone).minusDays(DAYS_LOOKED_THROUGH);
        return Optional.ofNullable(jdbc.sql(OLDEST_DAY)
                        .param("destination", destination.value())
                        .param("earliest", earliest)
                        .query((row, number) -> row.getObject(1, LocalDate.class))
                        .list()
                        .getFirst())
                .map(day -> day.atStartOfDay(zone).toInstant())
                .filter(usual::isAfter)
                .orElse(usual);
    }

    private static Question customer(String id) {
        return new Question.OfCustomer(Long.parseLong(id));
    }
}
