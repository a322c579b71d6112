package com.leadrouter.delivery;

import com.leadrouter.delivery.DeliveryRecord.CallRecord;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The record of deliveries, to be read. */
@Component
public final class Deliveries {

    /**
     * Where a delivery stands and why: what holds it, its last try's outcome and what was said of that. {@code uncertain}
     * says that an earlier try may have arrived.
     */
    public record Standing(
            DestinationName destination,
            DeliveryStatus status,
            @Nullable Outcome outcome,
            @Nullable Integer httpStatus,
            @Nullable String heldBecause,
            List<DeliveryError> errors,
            boolean uncertain) {

        public Standing {
            errors = List.copyOf(errors);
        }
    }

    private final StoredDeliveries deliveries;
    private final StoredCalls calls;
    private final DestinationStates states;

    Deliveries(StoredDeliveries deliveries, StoredCalls calls, DestinationStates states) {
        this.deliveries = deliveries;
        this.calls = calls;
        this.states = states;
    }

    /** The deliveries of a lead, by name of the destination. */
    public List<DeliveryRecord> of(LeadId lead) {
        // In this order: a call that comes in between is told of, one that is counted is never missing.
        List<StoredDelivery> stored = deliveries.findByLeadIdOrderByDestination(lead.value());
        List<StoredCall> history = calls.findByLeadIdOrderByDestinationAscAttemptAscCallAsc(lead.value());
        return stored.stream().map(delivery -> record(delivery, history)).toList();
    }

    /** Where the deliveries of a lead stand, by name of the destination. */
    public List<Standing> standing(LeadId lead) {
        return deliveries.findByLeadIdOrderByDestination(lead.value()).stream()
                .map(this::standing)
                .toList();
    }

    private Standing standing(StoredDelivery delivery) {
        DestinationName destination = new DestinationName(delivery.destination);
        DestinationStates.@Nullable Stop stop =
                delivery.status == DeliveryStatus.PENDING ? states.stopOf(destination) : null;
        return new Standing(
                destination,
                stop == null ? delivery.status : DeliveryStatus.HELD,
                delivery.outcome,
                delivery.httpStatus,
                stop == null ? delivery.holdReason : stop.reason(),
                delivery.errors,
                delivery.uncertain);
    }

    private DeliveryRecord record(StoredDelivery delivery, List<StoredCall> history) {
        DestinationName destination = new DestinationName(delivery.destination);
        boolean waits = delivery.status == DeliveryStatus.PENDING;
        boolean held = waits && states.stopOf(destination) != null;
        return new DeliveryRecord(
                destination,
                held ? DeliveryStatus.HELD : delivery.status,
                delivery.httpStatus,
                delivery.tries,
                delivery.settledAt,
                waits && !held && delivery.leasedUntil == null ? delivery.dueAt : null,
                delivery.externalId,
                delivery.errors,
                history.stream()
                        .filter(call -> call.destination.equals(delivery.destination))
                        .map(Deliveries::record)
                        .toList());
    }

    private static CallRecord record(StoredCall call) {
        return new CallRecord(
                call.attempt,
                call.operation,
                call.outcome,
                call.httpStatus,
                call.startedAt,
                call.durationMillis,
                call.response,
                call.late);
    }
}
