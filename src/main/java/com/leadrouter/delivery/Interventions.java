package com.leadrouter.delivery;

import static com.leadrouter.delivery.DeliveryStatus.DELIVERED;

import com.leadrouter.delivery.Intervention.Done;
import com.leadrouter.delivery.Intervention.NoSuch;
import com.leadrouter.delivery.Intervention.NotPossible;
import com.leadrouter.delivery.Intervention.Refused;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadChanges;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.AfterCommit;
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
            select status, attempt, forced, to_cancel, corrected,
                delivered_at is not null as was_delivered,
                leased_until is not null as leased,
                leased_until < clock_timestamp() as lease_ran_out,
                coalesce(due_at <= clock_timestamp(), false) and leased_until is null and failures = 0 and faults = 0
                    as is_due,
                age_from > clock_timestamp() - interval '1 minute' as has_just_begun
            from delivery
            where lead_id = :leadId and destination = :destination
            """;

    // Whoever held a lease that has run out is fenced off by the attempt's number, here and in CANCEL.
    private static final String AGAIN = """
            update delivery
            set status = 'PENDING', due_at = clock_timestamp(), age_from = clock_timestamp(), failures = 0, faults = 0,
                hold_reason = null, settled_at = null, forced = :forced, to_cancel = false, leased_until = null,
                delivered_at = case when status = 'DELIVERED' then settled_at else delivered_at end,
                uncertain = uncertain or leased_until is not null,
                attempt = attempt + (leased_until is not null)::int
            where lead_id = :leadId and destination = :destination and attempt = :attempt
              and (leased_until is null or leased_until < clock_timestamp())
            """;

    private static final String ON_ITS_WAY = """
            update delivery
            set to_cancel = :toCancel
            where lead_id = :leadId and destination = :destination and attempt = :attempt
              and leased_until is not null
            """;

    // What was delivered before it was to be sent once more stays delivered.
    private static final String CANCEL = """
            update delivery
            set status = case when delivered_at is null then 'CANCELLED' else 'DELIVERED' end,
                due_at = null, leased_until = null, hold_reason = null, to_cancel = false,
                settled_at = coalesce(delivered_at, clock_timestamp()),
                uncertain = uncertain or leased_until is not null,
                attempt = attempt + (leased_until is not null)::int
            where lead_id = :leadId and destination = :destination and attempt = :attempt
              and (leased_until is null or leased_until < clock_timestamp())
              and status in ('PENDING', 'HELD')
            """;

    // Nobody else would: its worker is dead, and the phone and e-mail would stay.
    private static final String FREE_PERSON = """
            delete from person_in_flight p
            using (
                select destination, order_key
                from person_in_flight
                where destination = :destination and lead_id = :leadId
                order by order_key
                for update
            ) free
            where p.destination = free.destination and p.order_key = free.order_key
            """;

    private static final String SEND_ON = """
            insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key, forced)
            values (:leadId, :destination, clock_timestamp(), clock_timestamp(), :phoneKey, :emailKey, :forced)
            """;

    private static final String LOCK_ALL = """
            select destination
            from delivery
            where lead_id = :leadId
            order by destination
            for update
            """;

    private static final String DESTINATIONS = """
            select destination
            from delivery
            where lead_id = :leadId
            order by destination
            """;

    private static final String KEYS = """
            update delivery
            set phone_key = :phoneKey, email_key = :emailKey, corrected = true
            where lead_id = :leadId and destination = :destination
            """;

    private static final String ERASED = "The lead has been erased.";
    private static final String AFTERWARDS = "Once that has ended it can be sent again.";

    private static final int MOST_LOOKS = 5;

    private record Row(
            DeliveryStatus status,
            int attempt,
            boolean forced,
            boolean toCancel,
            boolean corrected,
            boolean wasDelivered,
            boolean leased,
            boolean leaseRanOut,
            boolean isDue,
            boolean hasJustBegun) {

        boolean isOnItsWay() {
            return leased && !leaseRanOut;
        }

        /** Whoever asks for it again, as by a second click, has had what was asked for. */
        boolean hasJustArrivedByForce() {
            return status == DELIVERED && forced && hasJustBegun && !wasDelivered;
        }
    }

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
        if (row.isOnItsWay()) {
            return onItsWay(lead, to, row, force);
        }
        if ((row.status() == DELIVERED || row.wasDelivered()) && !force) {
            return Optional.of(new NotPossible("It has been delivered; only by force is it sent again."));
        }
        if (row.hasJustArrivedByForce()) {
            return Optional.of(new Done(false));
        }
        List<Violation> faults = force ? List.of() : faults(lead, to);
        if (!faults.isEmpty()) {
            return Optional.of(new Refused(faults));
        }
        if (row.isDue() && row.hasJustBegun() && row.forced() == force) {
            return Optional.of(new Done(false));
        }
        int changed = jdbc.sql(AGAIN)
                .param("leadId", lead.id().value())
                .param("destination", to.value())
                .param("attempt", row.attempt())
                .param("forced", force)
                .update();
        if (changed > 0 && row.leased()) {
            free(lead.id(), to);
        }
        return changed(changed);
    }

    // Whoever holds the lease has the lead, the age and the force of its claim. Where that is not what is asked for, a
    // promise could not be kept.
    private Optional<Intervention> onItsWay(LeadChanges.Locked lead, DestinationName to, Row row, boolean force) {
        if (row.corrected()) {
            return Optional.of(new NotPossible(
                    "It is being tried just now with the lead as it was before its correction. " + AFTERWARDS));
        }
        if (row.forced() != force || !row.hasJustBegun()) {
            return Optional.of(new NotPossible("It is being tried just now. " + AFTERWARDS));
        }
        return row.toCancel() ? changed(toCancel(lead.id(), to, row, false)) : Optional.of(new Done(false));
    }

    private void free(LeadId lead, DestinationName destination) {
        jdbc.sql(FREE_PERSON)
                .param("leadId", lead.value())
                .param("destination", destination.value())
                .update();
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
                if (row.isOnItsWay()) {
                    yield row.toCancel()
                            ? Optional.of(new Done(false))
                            : changed(toCancel(leadId, destination, row, true));
                }
                int cancelled = jdbc.sql(CANCEL)
                        .param("leadId", leadId.value())
                        .param("destination", destination.value())
                        .param("attempt", row.attempt())
                        .update();
                if (cancelled > 0 && row.leased()) {
                    free(leadId, destination);
                }
                if (cancelled > 0 && !row.wasDelivered()) {
                    AfterCommit.run(() -> metrics.cancelled(destination));
                }
                yield changed(cancelled);
            }
            case CANCELLED -> Optional.of(new Done(false));
            case DELIVERED ->
                Optional.of(row.wasDelivered() ? new Done(false) : new NotPossible("It has been delivered."));
            case REJECTED, DEAD -> Optional.of(new NotPossible("It is over; nothing is left to cancel."));
        };
    }

    /** What is claimed from now on is the corrected lead, and its order is among the leads of the corrected person. */
    public void corrected(LeadId leadId, Lead corrected) {
        jdbc.sql(LOCK_ALL)
                .param("leadId", leadId.value())
                .query((row, number) -> number)
                .list();
        for (DestinationName destination : destinationsOf(leadId)) {
            if (destinations.names().contains(destination)) {
                OrderKeys keys = destinations.get(destination).keysOf(corrected);
                int changed = jdbc.sql(KEYS)
                        .param("leadId", leadId.value())
                        .param("destination", destination.value())
                        .param("phoneKey", keys.phone(), Types.VARCHAR)
                        .param("emailKey", keys.email(), Types.VARCHAR)
                        .update();
                if (changed == 0) {
                    throw new CannotAcquireLockException("a delivery that is locked here has changed");
                }
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
                row.getBoolean("corrected"),
                row.getBoolean("was_delivered"),
                row.getBoolean("leased"),
                row.getBoolean("lease_ran_out"),
                row.getBoolean("is_due"),
                row.getBoolean("has_just_begun"));
    }

    private int toCancel(LeadId leadId, DestinationName destination, Row row, boolean toCancel) {
        return jdbc.sql(ON_ITS_WAY)
                .param("leadId", leadId.value())
                .param("destination", destination.value())
                .param("attempt", row.attempt())
                .param("toCancel", toCancel)
                .update();
    }

    private static Optional<Intervention> changed(int rows) {
        return rows > 0 ? Optional.of(new Done(true)) : Optional.empty();
    }
}
