package com.leadrouter.delivery;

import com.leadrouter.delivery.DeliveryRecord.CallRecord;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.util.List;
import org.springframework.stereotype.Component;

/** The record of deliveries, to be read. */
@Component
public final class Deliveries {

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
