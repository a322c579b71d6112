package com.leadrouter.operations;

import com.leadrouter.kapture.SentPerson.Difference;
import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a destination says of the leads that were delivered to it in a time, and of customers that came to it in that time
 * by no lead. Each list ends at {@link #LONGEST_LIST}; who differs is confirmed all the same.
 */
public record Reconciliation(
        Instant from,
        Instant to,
        int confirmed,
        List<Unconfirmed> unconfirmed,
        List<Unexplained> unexplained,
        List<Different> different) {

    public static final int LONGEST_LIST = 1000;

    public Reconciliation {
        unconfirmed = List.copyOf(unconfirmed);
        unexplained = List.copyOf(unexplained);
        different = List.copyOf(different);
    }

    /** A delivered lead of which neither a pull nor a Get has said since that its customer is there. */
    public record Unconfirmed(LeadId leadId, @Nullable String customerId, Instant deliveredAt) {}

    /** A customer that no lead explains, by the destination's clock. */
    public record Unexplained(
            String customerId,
            @Nullable Instant createdAt,
            @Nullable Instant modifiedAt,
            Instant seenAt) {}

    /** The newest lead of a customer who is there with something else than was sent. */
    public record Different(LeadId leadId, String customerId, List<Difference> fields) {
        public Different {
            fields = List.copyOf(fields);
        }
    }

    /** How many there are of each; {@code different} ends at {@link #LONGEST_LIST}. */
    public record Counts(int confirmed, int unconfirmed, int unexplained, int different) {}
}
