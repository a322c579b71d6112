package com.leadrouter.delivery;

import static com.leadrouter.delivery.DeliveryStatus.DELIVERED;
import static com.leadrouter.delivery.DeliveryStatus.PENDING;

import com.leadrouter.delivery.Intervention.Done;
import com.leadrouter.delivery.Intervention.NoSuch;
import com.leadrouter.delivery.Intervention.NotPossible;
import com.leadrouter.delivery.Intervention.Refused;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadChanges;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An operator's hand on one delivery, within the caller's transaction. It is fenced as the engine is: what is on its way is
 * left to whoever holds its lease, and a result that comes late changes nothing. Whoever has committed rings the outbox.
 */
@Component
public final class Interventions {

    // Locked and read by two statements: what PostgreSQL reads again after a wait may be missing from a partitioned
    // table.
    private static final String LOCK = """
            select lead_id
            from delivery
            where lead_id = :leadId and destination = :destination
            for update
            """;

    private static final String READ = """
            select status, attempt, forced, to_cancel,
                leased_until is not null as leased,
                leased_until < clock_timestamp() as lease_ran_out,
                coalesce(due_at <= clock_timestamp(), false) and failures = 0 as is_due
            from delivery
            where lead_id = :leadId and destination = :destination
            """;

    private static final String AGAIN = """
            update delivery
            set status = 'PENDING', due_at = clock_timestamp(), age_from = clock_timestamp(), failures = 0, faults = 0,
                hold_reason = null, settled_at = null, forced = :forced, to_cancel = false
            where lead_id = :leadId and destination = :destination and attempt = :attempt and leased_until is null
            """;

    private static final String ON_ITS_WAY = """
            update delivery
            set forced = :forced, to_cancel = :toCancel
            where lead_id = :leadId and destination = :destination and attempt = :attempt
              and leased_until is not null
            """;

    // Whoever held a lease that has run out is fenced off by the attempt's number.
    private static final String CANCEL = """
            update delivery
            set status = 'CANCELLED', due_at = null, leased_until = null, hold_reason = null, to_cancel = false,
                settled_at = clock_timestamp(),
                uncertain = uncertain or leased_until is not null,
                attempt = attempt + (leased_until is not null)::int
            where lead_id = :leadId and destination = :destination and attempt = :attempt
              and (leased_until is null or leased_until < clock_timestamp())
              and status in ('PENDING', 'HELD')
            """;

    private static final String SEND_ON = """
            insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key, forced)
            values (:leadId, :destination, clock_timestamp(), clock_timestamp(), :phoneKey, :emailKey, :forced)
            """;

    private static final String DESTINATIONS = """
            select destination
            from delivery
            where lead_id = :leadId
            order by destination
            """;

    private static final String KEYS = """
            update delivery
            set phone_key = :phoneKey, email_key = :emailKey
            where lead_id = :leadId and destination = :destination
            """;

    private static final String ERASED = "The lead has been erased.";

    private static final int MOST_LOOKS = 5;

    private record Row(
            DeliveryStatus status,
            int attempt,
            boolean forced,
            boolean toCancel,
            boolean leased,
            boolean leaseRanOut,
            boolean isDue) {}

    private final JdbcClient jdbc;
    private final ConfiguredDestinations destinations;
    private final LeadChanges leads;
    private final DeliveryMetrics metrics;

    Interventions(JdbcClient jdbc, ConfiguredDestinations destinations, LeadChanges leads, DeliveryMetrics metrics) {
        this.jdbc = jdbc;
        this.destinations = destinations;
        this.leads = leads;
        this.metrics = metrics;
    }

    /**
     * Has the lead sent there now, once more or for the first time. By force also what has been delivered, and what the
     * destination would surely refuse.
     */
    public Intervention retry(LeadId leadId, DestinationName to, boolean force) {
        Optional<LeadChanges.Locked> locked = leads.lock(leadId);
        if (locked.isEmpty()) {
            return new NoSuch();
        }
        LeadChanges.Locked lead = locked.get();
        if (!destinations.names().contains(to)) {
            return look(leadId, to).isPresent()
                    ? new NotPossible("There is no such destination any more.")
                    : new NoSuch();
        }
        if (lead.isErased()) {
            return new NotPossible(ERASED);
        }
        return decided(
                leadId,
                to,
                row -> row.map(there -> again(lead, to, there, force)).orElseGet(() -> sendOn(lead, to, force)));
    }

    private Optional<Intervention> again(LeadChanges.Locked lead, DestinationName to, Row row, boolean force) {
        if (row.leased()) {
            // It is being tried as it is; only what an operator wanted of it before is put right.
            return row.toCancel() || row.forced() != force
                    ? changed(onItsWay(lead.id(), to, row, force, false))
                    : Optional.of(new Done(false));
        }
        if (row.status() == DELIVERED && !force) {
            return Optional.of(new NotPossible("It has been delivered; only by force is it sent again."));
        }
        List<Violation> faults = force ? List.of() : faults(lead, to);
        if (!faults.isEmpty()) {
            return Optional.of(new Refused(faults));
        }
        if (row.status() == PENDING && row.isDue() && row.forced() == force) {
            return Optional.of(new Done(false));
        }
        return changed(jdbc.sql(AGAIN)
                .param("leadId", lead.id().value())
                .param("destination", to.value())
                .param("attempt", row.attempt())
                .param("forced", force)
                .update());
    }

    private Optional<Intervention> sendOn(LeadChanges.Locked lead, DestinationName to, boolean force) {
        List<Violation> faults = force ? List.of() : faults(lead, to);
        if (!faults.isEmpty()) {
            return Optional.of(new Refused(faults));
        }
        OrderKeys keys = destinations.get(to).keysOf(leads.read(lead.document()));
        leads.sendOn(lead.id(), to);
        return changed(jdbc.sql(SEND_ON)
                .param("leadId", lead.id().value())
                .param("destination", to.value())
                .param("phoneKey", keys.phone(), Types.VARCHAR)
                .param("emailKey", keys.email(), Types.VARCHAR)
                .param("forced", force)
                .update());
    }

    private List<Violation> faults(LeadChanges.Locked lead, DestinationName to) {
        return destinations.get(to).courier().preflight(leads.read(lead.document()));
    }

    /** Has the lead not sent there; what is on its way ends as the destination says, and is not tried again. */
    public Intervention cancel(LeadId leadId, DestinationName destination) {
        if (leads.lock(leadId).isEmpty()) {
            return new NoSuch();
        }
        return decided(
                leadId,
                destination,
                row -> row.map(there -> cancel(leadId, destination, there)).orElseGet(() -> Optional.of(new NoSuch())));
    }

    private Optional<Intervention> cancel(LeadId leadId, DestinationName destination, Row row) {
        return switch (row.status()) {
            case PENDING, HELD -> {
                if (row.leased() && !row.leaseRanOut()) {
                    yield row.toCancel()
                            ? Optional.of(new Done(false))
                            : changed(onItsWay(leadId, destination, row, row.forced(), true));
                }
                int cancelled = jdbc.sql(CANCEL)
                        .param("leadId", leadId.value())
                        .param("destination", destination.value())
                        .param("attempt", row.attempt())
                        .update();
                if (cancelled > 0) {
                    metrics.cancelled(destination);
                }
                yield changed(cancelled);
            }
            case CANCELLED -> Optional.of(new Done(false));
            case DELIVERED -> Optional.of(new NotPossible("It has been delivered."));
            case REJECTED, DEAD -> Optional.of(new NotPossible("It is over; nothing is left to cancel."));
        };
    }

    /** The order among the person's leads is that of the corrected one. */
    public void corrected(LeadId leadId, Lead corrected) {
        for (DestinationName destination : destinationsOf(leadId)) {
            if (destinations.names().contains(destination)) {
                OrderKeys keys = destinations.get(destination).keysOf(corrected);
                jdbc.sql(KEYS)
                        .param("leadId", leadId.value())
                        .param("destination", destination.value())
                        .param("phoneKey", keys.phone(), Types.VARCHAR)
                        .param("emailKey", keys.email(), Types.VARCHAR)
                        .update();
            }
        }
    }

    private List<DestinationName> destinationsOf(LeadId leadId) {
        return jdbc.sql(DESTINATIONS).param("leadId", leadId.value()).query(String.class).list().stream()
                .map(DestinationName::new)
                .toList();
    }

    private interface Decision {
        /** Empty where the row has changed meanwhile. */
        Optional<Intervention> on(Optional<Row> row);
    }

    private Intervention decided(LeadId leadId, DestinationName destination, Decision decision) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Optional<Intervention> decided = decision.on(look(leadId, destination));
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        throw new CannotAcquireLockException("the delivery changes too fast");
    }

    private Optional<Row> look(LeadId leadId, DestinationName destination) {
        jdbc.sql(LOCK)
                .param("leadId", leadId.value())
                .param("destination", destination.value())
                .query((row, number) -> number)
                .list();
        return jdbc.sql(READ)
                .param("leadId", leadId.value())
                .param("destination", destination.value())
                .query(Interventions::row)
                .optional();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                DeliveryStatus.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getBoolean("forced"),
                row.getBoolean("to_cancel"),
                row.getBoolean("leased"),
                row.getBoolean("lease_ran_out"),
                row.getBoolean("is_due"));
    }

    private int onItsWay(LeadId leadId, DestinationName destination, Row row, boolean forced, boolean toCancel) {
        return jdbc.sql(ON_ITS_WAY)
                .param("leadId", leadId.value())
                .param("destination", destination.value())
                .param("attempt", row.attempt())
                .param("forced", forced)
                .param("toCancel", toCancel)
                .update();
    }

    private static Optional<Intervention> changed(int rows) {
        return rows > 0 ? Optional.of(new Done(true)) : Optional.empty();
    }
}
