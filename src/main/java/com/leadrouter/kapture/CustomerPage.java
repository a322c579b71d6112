package com.leadrouter.kapture;

import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some customers, and where the next page begins; null where this is the last. */
public record CustomerPage(List<Entry> customers, @Nullable Long next) {

    public CustomerPage {
        customers = List.copyOf(customers);
    }

    /** A customer and the newest leads that it matches; who no lead explains has neither name nor phone nor e-mail. */
    public record Entry(
            long customerId,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email,
            Instant seenAt,
            List<Match> leads) {

        public Entry {
            leads = List.copyOf(leads);
        }

        @Override
        public String toString() {
            return "Entry[customerId=" + customerId + ", …]";
        }
    }

    /** A lead of that customer, and the strongest of the reasons why. */
    public record Match(LeadId leadId, MatchedBy matchedBy) {}

    /** From the strongest to the weakest. */
    public enum MatchedBy {
        CUSTOMER_ID,
        PHONE,
        EMAIL
    }
}
