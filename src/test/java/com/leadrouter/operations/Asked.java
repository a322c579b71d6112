package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A search as a test puts it together: everything, unless it says otherwise. */
final class Asked {

    private LeadQuery query;

    Asked() {
        this(LeadQuery.ALL);
    }

    Asked(LeadQuery query) {
        this.query = query;
    }

    LeadQuery query() {
        return query;
    }

    Asked status(LeadStatus status) {
        query = new LeadQuery(
                status,
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                query.to(),
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked source(String source) {
        query = new LeadQuery(
                query.status(),
                source,
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                query.to(),
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked destination(DestinationName destination) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                destination,
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                query.to(),
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked deliveryStatus(DeliveryStatus deliveryStatus) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                deliveryStatus,
                query.outcome(),
                query.from(),
                query.to(),
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked outcome(Outcome outcome) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                outcome,
                query.from(),
                query.to(),
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked from(Instant from) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                from,
                query.to(),
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked to(Instant to) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                to,
                query.q(),
                query.cursor(),
                query.limit());
        return this;
    }

    Asked q(String q) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                query.to(),
                q,
                query.cursor(),
                query.limit());
        return this;
    }

    Asked cursor(@Nullable LeadId cursor) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                query.to(),
                query.q(),
                cursor,
                query.limit());
        return this;
    }

    Asked limit(int limit) {
        query = new LeadQuery(
                query.status(),
                query.source(),
                query.destination(),
                query.deliveryStatus(),
                query.outcome(),
                query.from(),
                query.to(),
                query.q(),
                query.cursor(),
                limit);
        return this;
    }
}
