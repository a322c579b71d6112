package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What Kapture says of one customer now. */
public sealed interface CustomerLook {

    /** It is there. The phone is in E.164, the e-mail in lower case; both are null where blank or masked. */
    record There(
            long customerId,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email,
            boolean phoneMasked,
            boolean emailMasked,
            @Nullable Instant createdAt,
            @Nullable Instant modifiedAt)
            implements CustomerLook {

        @Override
        public String toString() {
            return "There[customerId=" + customerId + ", …]";
        }
    }

    /** Kapture does not have it. */
    record Gone() implements CustomerLook {}

    /** Kapture did not say. */
    record Unanswered(CallOutcome outcome) implements CustomerLook {}
}
