package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Renews what workers hold, all that is in flight in one statement, so that a dead worker's deliveries alone come due. */
@Component
final class Leases {

    // A lease that has run out stays so: another lead of the person may be on its way by now.
    private static final String RENEW = """
            with mine as materialized (
                select d.lead_id, d.destination
                from unnest(:leadIds::uuid[], :destinations::text[], :attempts::int[])
                    as f(lead_id, destination, attempt)
                join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
                where d.attempt = f.attempt and d.leased_until > statement_timestamp()
                order by d.lead_id, d.destination
                for update of d
            ),
            persons as materialized (
                select p.destination, p.order_key
                from mine
                join person_in_flight p on p.lead_id = mine.lead_id and p.destination = mine.destination
                order by p.destination, p.order_key
                for update of p
            ),
            kept as (
                update person_in_flight p
                set leased_until = clock_timestamp() + :lease * interval '1 millisecond'
                from persons k
                where p.destination = k.destination and p.order_key = k.order_key
            ),
            renewed as (
                update delivery d
                set leased_until = clock_timestamp() + :lease * interval '1 millisecond',
                    due_at = clock_timestamp() + :lease * interval '1 millisecond'
                from mine
                where d.lead_id = mine.lead_id and d.destination = mine.destination
                returning d.lead_id, d.destination, d.attempt
            )
            select lead_id, destination, attempt from renewed
            """;

    private final JdbcClient jdbc;
    private final long leaseMillis;

    Leases(JdbcClient jdbc, EngineSettings settings) {
        this.jdbc = jdbc;
        this.leaseMillis = settings.lease().toMillis();
    }

    /** Renews the leases of what is still ours, and answers which; the others were settled, or lost to a worker. */
    Set<Claimed> renew(Collection<Claimed> inFlight) {
        record Key(LeadId leadId, DestinationName destination, int attempt) {}
        List<Claimed> all = List.copyOf(inFlight);
        Set<Key> renewed = jdbc.sql(RENEW)
                .param("lease", leaseMillis)
                .param("leadIds", all.stream().map(c -> c.leadId().toString()).toArray(String[]::new))
                .param(
                        "destinations",
                        all.stream().map(c -> c.destination().value()).toArray(String[]::new))
                .param("attempts", all.stream().map(Claimed::attempt).toArray(Integer[]::new))
                .query((row, number) -> new Key(
                        new LeadId(row.getObject("lead_id", UUID.class)),
                        new DestinationName(row.getString("destination")),
                        row.getInt("attempt")))
                .set();
        return all.stream()
                .filter(claimed ->
                        renewed.contains(new Key(claimed.leadId(), claimed.destination(), claimed.attempt())))
                .collect(Collectors.toSet());
    }
}
