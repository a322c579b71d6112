package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadChanges;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.SourceDefaults;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has many deliveries sent again, within the caller's transaction: those that still stand as they were found, of leads that
 * are not erased and that their destination would not surely refuse. It waits for nobody: what another session has locked
 * is left as it is, and so is a refused one that its person has handed in once more since. Whoever has committed rings the outbox.
 */
@Component
public final class Resending {

    /** A delivery as it was found. */
    public record Found(LeadId leadId, DestinationName destination, DeliveryStatus status, int attempt) {}

    /** What came of it: how many were sent, and what somebody else had locked. */
    public record Resent(int sent, List<Found> locked) {
        public Resent {
            locked = List.copyOf(locked);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Resending.class);

    // Locked and read by statements of their own: what PostgreSQL reads again after a lock may be missing from a
    // partitioned table. Leads before their deliveries, as everywhere: who erases a lead or corrects it has locked it.
    private static final String LOCK = """
            select f.place
            from unnest(:leadIds::uuid[], :destinations::text[]) with ordinality as f(lead_id, destination, place)
            join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
            order by d.lead_id, d.destination
            for update of d skip locked
            """;

    // Its window was void since it had been refused, so the person handed it in once more: one of them is enough. Which
    // leads are duplicates is what the intake's fingerprint says.
    private static final String HANDED_IN_ONCE_MORE = """
            select f.place
            from unnest(:leadIds::uuid[], :destinations::text[], :windows::bigint[])
                with ordinality as f(lead_id, destination, window_millis, place)
            join lead l on l.id = f.lead_id
            where exists (
                select
                from lead y
                join delivery d on d.lead_id = y.id and d.destination = f.destination
                where y.email = l.email
                  %1$s)
               or l.email is null and exists (
                select
                from lead y
                join delivery d on d.lead_id = y.id and d.destination = f.destination
                where y.phone = l.phone and y.email is null
                  %1$s)
            """.formatted("""
                  and y.id > l.id and y.id < lead_id_floor(l.received_at + f.window_millis * interval '1 millisecond')
                  and y.source = l.source and y.disposition = 'ROUTED'
                  and y.campaign is not distinct from l.campaign
                  and y.document ->> 'enquiryType' is not distinct from l.document ->> 'enquiryType'
                  and y.document #>> '{vehicle,name}' is not distinct from l.document #>> '{vehicle,name}'
            """);

    private static final String READ = """
            select f.place, l.source, l.document
            from unnest(:leadIds::uuid[], :destinations::text[], :statuses::text[], :attempts::int[])
                with ordinality as f(lead_id, destination, status, attempt, place)
            join delivery d on d.lead_id = f.lead_id and d.destination = f.destination
            join lead l on l.id = f.lead_id
            where d.status = f.status and d.attempt = f.attempt and d.leased_until is null
              and l.disposition <> 'ERASED' and d.delivered_at is null
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

    private record Readable(Found found, String source, String document) {}

    private final JdbcClient jdbc;
    private final ConfiguredDestinations destinations;
    private final LeadChanges leads;
    private final SourceDefaults sources;

    Resending(JdbcClient jdbc, ConfiguredDestinations destinations, LeadChanges leads, SourceDefaults sources) {
        this.jdbc = jdbc;
        this.destinations = destinations;
        this.leads = leads;
        this.sources = sources;
    }

    /** Makes them due one after the other, that far apart. */
    public Resent retry(List<Found> found, Duration apart) {
        List<Found> free = locked(found);
        Set<Found> ours = Set.copyOf(free);
        return new Resent(
                free.isEmpty() ? 0 : again(free, apart),
                found.stream().filter(one -> !ours.contains(one)).toList());
    }

    /** Those of them that nobody else changes until the transaction ends. */
    private List<Found> locked(List<Found> found) {
        Set<LeadId> free = leads.lockFree(found.stream().map(Found::leadId).toList());
        List<Found> open =
                found.stream().filter(one -> free.contains(one.leadId())).toList();
        return open.isEmpty()
                ? List.of()
                : jdbc
                        .sql(LOCK)
                        .param("leadIds", column(open, one -> one.leadId().toString()))
                        .param(
                                "destinations",
                                column(open, one -> one.destination().value()))
                        .query((row, number) -> row.getInt("place") - 1)
                        .list()
                        .stream()
                        .sorted()
                        .map(open::get)
                        .toList();
    }

    private int again(List<Found> found, Duration apart) {
        List<Readable> there = jdbc.sql(READ)
                .param("leadIds", column(found, one -> one.leadId().toString()))
                .param("destinations", column(found, one -> one.destination().value()))
                .param("statuses", column(found, one -> one.status().name()))
                .param("attempts", found.stream().map(Found::attempt).toArray(Integer[]::new))
                .query((row, number) -> new Readable(
                        found.get(row.getInt("place") - 1), row.getString("source"), row.getString("document")))
                .list();
        Set<Found> needless = handedInOnceMore(there);
        List<Found> fit = there.stream()
                .filter(one -> !needless.contains(one.found()) && isWelcome(one))
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

    private Set<Found> handedInOnceMore(List<Readable> all) {
        List<Readable> refused = all.stream()
                .filter(one -> one.found().status() == DeliveryStatus.REJECTED)
                .toList();
        if (refused.isEmpty()) {
            return Set.of();
        }
        List<Found> found = refused.stream().map(Readable::found).toList();
        return jdbc.sql(HANDED_IN_ONCE_MORE)
                .param("leadIds", column(found, one -> one.leadId().toString()))
                .param("destinations", column(found, one -> one.destination().value()))
                .param(
                        "windows",
                        refused.stream()
                                .map(one ->
                                        sources.duplicateWindowOf(one.source()).toMillis())
                                .toArray(Long[]::new))
                .query((row, number) -> found.get(row.getInt("place") - 1))
                .set();
    }

    private boolean isWelcome(Readable one) {
        DestinationName destination = one.found().destination();
        try {
            return destinations.names().contains(destination)
                    && destinations
                            .get(destination)
                            .courier()
                            .preflight(leads.read(one.document()))
                            .isEmpty();
        } catch (RuntimeException e) {
            // It would stop all others with it.
            log.error("{} to {} cannot be sent again", one.found().leadId(), destination, WithoutMessages.of(e));
            return false;
        }
    }

    private static String[] column(Collection<Found> found, Function<Found, String> value) {
        return found.stream().map(value).toArray(String[]::new);
    }
}
