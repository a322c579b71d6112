package com.leadrouter.delivery;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Renews what workers hold, all that is in flight in one statement, so that a dead worker's deliveries alone come due. */
@Component
final class Leases {

    // A lease that has run out stays so: another lead of the person may be on its way by now. What another session has
    // locked is passed over, or it would cost all the others their leases; the delivery and its persons are renewed
    // together or not at all, and with the same end.
    private static final String RENEW = """
            with asked as materialized (
                select *
                from unnest(:leadIds::uuid[], :destinations::text[], :attempts::int[])
                    with ordinality as f(lead_id, destination, attempt, place)
            ),
            mine as materialized (
                select d.lead_id, d.destination, f.place
                from asked f
                join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
                where d.attempt = f.attempt and d.leased_until > statement_timestamp()
                order by d.lead_id, d.destination
                for update of d skip locked
            ),
            persons as materialized (
                select p.destination, p.order_key, mine.place
                from mine
                join person_in_flight p on p.lead_id = mine.lead_id and p.destination = mine.destination
                order by p.destination, p.order_key
                for update of p skip locked
            ),
            whole as materialized (
                select mine.lead_id, mine.destination, mine.place
                from mine
                where not exists (
                    select from person_in_flight p
                    where p.lead_id = mine.lead_id and p.destination = mine.destination
                      and (p.destination, p.order_key) not in (select destination, order_key from persons))
            ),
            kept as (
                update person_in_flight p
                set leased_until = statement_timestamp() + :lease * interval '1 millisecond'
                from persons k
                join whole using (place)
                where p.destination = k.destination and p.order_key = k.order_key
            ),
            renewed as (
                update delivery d
                set leased_until = statement_timestamp() + :lease * interval '1 millisecond',
                    due_at = statement_timestamp() + :lease * interval '1 millisecond'
                from whole
                where d.lead_id = whole.lead_id and d.destination = whole.destination
                returning whole.place
            )
            select case
                when f.place in (select place from renewed) then 'RENEWED'
                when d.attempt = f.attempt and d.leased_until > statement_timestamp() then 'NOT_NOW'
                else 'LOST' end as renewal
            from asked f
            left join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
            order by f.place
            """;

    /** What became of a lease: {@code LOST} is what was settled, has run out or is another's; it stays so. */
    enum Renewal {
        RENEWED,
        NOT_NOW,
        LOST
    }

    private final JdbcClient jdbc;
    private final long leaseMillis;

    Leases(JdbcClient jdbc, EngineSettings settings) {
        this.jdbc = jdbc;
        this.leaseMillis = settings.lease().toMillis();
    }

    /**
     * Renews the leases of what is still ours, and answers for each in its place; what another session has locked just
     * now keeps the lease that it has.
     */
    List<Renewal> renew(List<Claimed> inFlight) {
        return jdbc.sql(RENEW)
                .param("lease", leaseMillis)
                .param(
                        "leadIds",
                        inFlight.stream().map(c -> c.leadId().toString()).toArray(String[]::new))
                .param(
                        "destinations",
                        inFlight.stream().map(c -> c.destination().value()).toArray(String[]::new))
                .param("attempts", inFlight.stream().map(Claimed::attempt).toArray(Integer[]::new))
                .query((row, number) -> Renewal.valueOf(row.getString("renewal")))
                .list();
    }
}
