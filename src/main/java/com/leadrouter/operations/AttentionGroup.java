package com.leadrouter.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import com.leadrouter.lead.DestinationName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that wait for a person for the same reason. {@code message} is what the destination said, or why they are
 * held, null for the rest of a kind of which there are too many; {@code oldestAt} is since when the first of them waits,
 * null where none does, and for such a rest. The campaign is named where the configuration is at fault.
 */
public record AttentionGroup(
        Kind kind,
        DestinationName destination,
        @Nullable String campaignId,
        @Nullable String message,
        long count,
        @Nullable Instant oldestAt) {

    /** What they have in common. */
    public enum Kind {
        /** The retries are used up. */
        DEAD,
        /** The destination refuses how we are set up. */
        REJECTED_CONFIGURATION,
        REJECTED_DATA,
        /** Each of them waits for a person, or all of them for their destination, which is held or paused. */
        HELD,
        /** Delivered to one of two customers of the destination that are one person. */
        TWO_CUSTOMERS,
        /** Delivered more than a day ago, and neither a pull nor a look-up has found the customer. */
        UNCONFIRMED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
