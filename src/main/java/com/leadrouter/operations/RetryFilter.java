package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are to be sent again; all that is given has to match. Without a status it is what waits for a person:
 * {@code REJECTED}, {@code DEAD} and {@code HELD}. The times are those of receipt, {@code message} is the first that the
 * destination gave, {@code outcome} that of the last try.
 */
public record RetryFilter(
        @Nullable DestinationName destination,
        @Nullable DeliveryStatus status,
        @Nullable Outcome outcome,
        @Nullable String campaignId,
        @Nullable String message,
        @Nullable Instant from,
        @Nullable Instant to) {

    public RetryFilter {
        if (status == DeliveryStatus.DELIVERED) {
            throw new IllegalArgumentException("what has been delivered is not sent again in bulk");
        }
    }

    /** In short, for the audit; without the destination's words, which may repeat a person's. */
    String inShort() {
        String given = Stream.of(destination, status, outcome, campaignId, from, to)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        return given.isEmpty() ? "all" : given;
    }

    @Override
    public String toString() {
        return "RetryFilter[" + inShort() + "]";
    }
}
