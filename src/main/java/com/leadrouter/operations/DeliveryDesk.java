package com.leadrouter.operations;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Intervention;
import com.leadrouter.delivery.Intervention.Done;
import com.leadrouter.delivery.Interventions;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.lead.StoredLead;
import com.leadrouter.platform.CallingOperator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What operators do to one delivery: send it again or for the first time, cancel it, look at what would be sent. */
@Component
public final class DeliveryDesk {

    /** What came of asking for a preview. */
    public sealed interface Previewed {
        record Shown(Preview preview) implements Previewed {}

        /** {@code why} is a sentence for people. */
        record NotPossible(String why) implements Previewed {}

        record NoSuch() implements Previewed {}
    }

    private final OperatorActions actions;
    private final Interventions interventions;
    private final Outbox outbox;
    private final Destinations destinations;
    private final Leads leads;
    private final Deliveries deliveries;

    DeliveryDesk(
            OperatorActions actions,
            Interventions interventions,
            Outbox outbox,
            Destinations destinations,
            Leads leads,
            Deliveries deliveries) {
        this.actions = actions;
        this.interventions = interventions;
        this.outbox = outbox;
        this.destinations = destinations;
        this.leads = leads;
        this.deliveries = deliveries;
    }

    /** By force also what has been delivered, and what the destination would surely refuse. */
    public Intervention retry(
            LeadId lead,
            DestinationName destination,
            boolean force,
            CallingOperator operator,
            @Nullable String reason) {
        return doing(
                OperatorAction.RETRY,
                lead,
                destination,
                operator,
                reason,
                () -> interventions.retry(lead, destination, force));
    }

    public Intervention cancel(
            LeadId lead, DestinationName destination, CallingOperator operator, @Nullable String reason) {
        return doing(
                OperatorAction.CANCEL,
                lead,
                destination,
                operator,
                reason,
                () -> interventions.cancel(lead, destination));
    }

    private Intervention doing(
            OperatorAction action,
            LeadId lead,
            DestinationName destination,
            CallingOperator operator,
            @Nullable String reason,
            Supplier<Intervention> act) {
        Intervention result = actions.doing(
                operator,
                action,
                lead + "/" + destination,
                reason,
                act,
                done -> done instanceof Done(boolean changed) && changed ? 1 : 0);
        // A younger lead of the person may have waited for one that was cancelled.
        outbox.ring(List.of(destination));
        return result;
    }

    /** What would be sent now, whether it goes there or not; sends nothing. */
    public Previewed preview(LeadId id, DestinationName destination) {
        Optional<StoredLead> lead = leads.find(id);
        if (lead.isEmpty() || !destinations.names().contains(destination)) {
            return new Previewed.NoSuch();
        }
        if (lead.get().disposition() == Disposition.ERASED) {
            return new Previewed.NotPossible("The lead has been erased.");
        }
        boolean uncertain = deliveries.standing(id).stream()
                .anyMatch(standing -> standing.destination().equals(destination) && standing.uncertain());
        return new Previewed.Shown(
                destinations.preview(destination, new Delivery(id, lead.get().lead(), 1, uncertain)));
    }
}
