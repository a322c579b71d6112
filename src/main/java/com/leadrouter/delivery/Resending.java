package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadChanges;
import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has many deliveries sent again, within the caller's transaction: those that still stand as they were found, of leads that
 * are not erased and that their destination would not surely refuse. Whoever has committed rings the outbox.
 */
@Component
public final class Resending {

    /** A delivery as it was found. */
    public record Found(LeadId leadId, DestinationName destination, DeliveryStatus status, int attempt) {}

    // Or a lead that is being erased just now would still look as if it were not. Leads before deliveries, as
    // everywhere.
    private static final String LOCK_LEADS = """
            select l.id
            from unnest(:leadIds::uuid[]) as f(lead_id)
            join lead l on l.id = f.lead_id
            order by l.id
            for share of l
            """;

    // Locked and read by two statements: what PostgreSQL reads again after a wait may be missing from a partitioned
    // table.
    private static final String LOCK = """
            select d.lead_id
            from unnest(:leadIds::uuid[], :destinations::text[]) as f(lead_id, destination)
            join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
            order by d.lead_id, d.destination
            for update of d
            """;

    private static final String READ = """
            select f.place, l.document
            from unnest(:leadIds::uuid[], :destinations::text[], :statuses::text[], :attempts::int[])
                with ordinality as f(lead_id, destination, status, attempt, place)
            join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
            join lead l on l.id = f.lead_id
            where d.status = f.status and d.attempt = f.attempt and d.leased_until is null
              and l.disposition <> 'ERASED'
            order by f.place
            """;

    private static final String AGAIN = """
            update delivery d
            set status = 'PENDING', failures = 0, faults = 0, hold_reason = null, settled_at = null, forced = false,
                to_cancel = false, age_from = clock_timestamp(),
                due_at = clock_timestamp() + (f.place - 1) * :apart * interval '1 millisecond'
            from unnest(:leadIds::uuid[], :destinations::text[]) with ordinality as f(lead_id, destination, place)
            where d.lead_id = f.lead_id and d.destination = f.destination and d.leased_until is null
            """;

    private record Readable(Found found, String document) {}

    private final JdbcClient jdbc;
    private final ConfiguredDestinations destinations;
    private final LeadChanges leads;

    Resending(JdbcClient jdbc, ConfiguredDestinations destinations, LeadChanges leads) {
        this.jdbc = jdbc;
        this.destinations = destinations;
        this.leads = leads;
    }

    /** Makes them due one after the other, that far apart; answers how many. */
    public int retry(List<Found> found, Duration apart) {
        if (found.isEmpty()) {
            return 0;
        }
        jdbc.sql(LOCK_LEADS)
                .param("leadIds", column(found, one -> one.leadId().toString()))
                .query((row, number) -> number)
                .list();
        jdbc.sql(LOCK)
                .param("leadIds", column(found, one -> one.leadId().toString()))
                .param("destinations", column(found, one -> one.destination().value()))
                .query((row, number) -> number)
                .list();
        List<Found> fit = jdbc
                .sql(READ)
                .param("leadIds", column(found, one -> one.leadId().toString()))
                .param("destinations", column(found, one -> one.destination().value()))
                .param("statuses", column(found, one -> one.status().name()))
                .param("attempts", found.stream().map(Found::attempt).toArray(Integer[]::new))
                .query((row, number) -> new Readable(found.get(row.getInt("place") - 1), row.getString("document")))
                .list()
                .stream()
                .filter(this::isWelcome)
                .map(Readable::found)
                .toList();
        return fit.isEmpty()
                ? 0
                : jdbc.sql(AGAIN)
                        .param("leadIds", column(fit, one -> one.leadId().toString()))
                        .param(
                                "destinations",
                                column(fit, one -> one.destination().value()))
                        .param("apart", apart.toMillis())
                        .update();
    }

    private boolean isWelcome(Readable one) {
        DestinationName destination = one.found().destination();
        return destinations.names().contains(destination)
                && destinations
                        .get(destination)
                        .courier()
                        .preflight(leads.read(one.document()))
                        .isEmpty();
    }

    private static String[] column(Collection<Found> found, Function<Found, String> value) {
        return found.stream().map(value).toArray(String[]::new);
    }
}
