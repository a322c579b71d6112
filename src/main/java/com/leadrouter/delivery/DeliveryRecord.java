package com.leadrouter.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.leadrouter.lead.DestinationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one delivery, with every call that was made for it. {@code status} is as of now: what waits for a
 * destination that is held or paused is {@code HELD}. {@code nextAttemptAt} is there while it waits for its next try.
 */
public record DeliveryRecord(
        DestinationName destination,
        DeliveryStatus status,
        @Nullable Integer httpStatus,
        int attempts,
        @Nullable Instant settledAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String externalId,
        List<DeliveryError> errors,
        List<CallRecord> history) {

    /** One call; {@code late} where its result came after the lease was lost, and so changed nothing. */
    public record CallRecord(
            int attempt,
            String operation,
            Outcome outcome,
            @Nullable Integer httpStatus,
            Instant startedAt,
            int durationMillis,
            @Nullable String response,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean late) {}
}
