package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which leads are searched for; what is null does not narrow the search. Destination, delivery status and outcome are held
 * against one delivery at a time. {@code from} is inside of the time, {@code to} is not, both to the millisecond;
 * {@code cursor} is {@link LeadPage#nextCursor()} of the page before.
 */
public record LeadQuery(
        @Nullable LeadStatus status,
        @Nullable String source,
        @Nullable DestinationName destination,
        @Nullable DeliveryStatus deliveryStatus,
        @Nullable Outcome outcome,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String q,
        @Nullable LeadId cursor,
        int limit) {

    public static final int USUAL_LIMIT = 50;
    public static final int LARGEST_LIMIT = 500;

    /** Every lead, a page of the usual length. */
    public static final LeadQuery ALL =
            new LeadQuery(null, null, null, null, null, null, null, null, null, USUAL_LIMIT);

    public LeadQuery {
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("limit");
        }
    }

    /** What was asked for with the parameters of a request, or which of them cannot be read. */
    public sealed interface Reading {

        record Read(LeadQuery query) implements Reading {}

        /** {@code rule} is a sentence that names the parameter and says what it has to be. */
        record Malformed(String parameter, String rule) implements Reading {}
    }

    /** Reads the parameters of a request, by their names in the API; a blank one is an absent one. */
    public static Reading read(Map<String, String> parameters) {
        return new LeadQueryReader(parameters).read();
    }

    /** The same, of what is older than that lead. */
    LeadQuery after(LeadId lead) {
        return new LeadQuery(status, source, destination, deliveryStatus, outcome, from, to, q, lead, limit);
    }

    LeadQuery between(@Nullable Instant begin, @Nullable Instant end) {
        return new LeadQuery(status, source, destination, deliveryStatus, outcome, begin, end, q, cursor, limit);
    }

    boolean narrows() {
        return asksForDeliveries() || Stream.of(status, source, q).anyMatch(filter -> filter != null);
    }

    boolean asksForDeliveries() {
        return Stream.of(destination, deliveryStatus, outcome).anyMatch(filter -> filter != null);
    }

    // What is searched for may be a person.
    @Override
    public String toString() {
        return "LeadQuery[status=" + status + ", source=" + source + ", destination=" + destination
                + ", deliveryStatus=" + deliveryStatus + ", outcome=" + outcome + ", …]";
    }
}
