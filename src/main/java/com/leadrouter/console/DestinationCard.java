package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.DestinationBoard.Standing;
import com.leadrouter.delivery.DestinationBoard.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A destination as the pages show it, with the faults that are met there most. */
record DestinationCard(
        String name,
        String type,
        State state,
        @Nullable String reason,
        @Nullable Instant since,
        @Nullable Long oldestSeconds,
        @Nullable Instant lastSuccessAt,
        Map<DeliveryStatus, Long> deliveries,
        List<Trouble> troubles) {

    /** What waits for us or for a person. */
    static final List<DeliveryStatus> COUNTED =
            List.of(DeliveryStatus.PENDING, DeliveryStatus.HELD, DeliveryStatus.DEAD);

    DestinationCard {
        deliveries = Map.copyOf(deliveries);
        troubles = List.copyOf(troubles);
    }

    static DestinationCard of(Standing standing, List<Trouble> troubles) {
        return new DestinationCard(
                standing.name().value(),
                standing.type(),
                standing.state(),
                standing.reason(),
                standing.since(),
                standing.oldestSeconds() == 0 ? null : standing.oldestSeconds(),
                standing.lastSuccessAt(),
                standing.deliveries(),
                troubles.stream()
                        .filter(trouble ->
                                trouble.destination().equals(standing.name().value()))
                        .toList());
    }

    /** For the templates. */
    public long count(DeliveryStatus status) {
        return deliveries.getOrDefault(status, 0L);
    }

    /** For the templates. */
    public String tone() {
        return switch (state) {
            case RUNNING -> "good";
            case CIRCUIT_OPEN, HELD -> "bad";
            case PAUSED -> "warn";
        };
    }

    /** For the templates. */
    public boolean isPaused() {
        return state == State.PAUSED;
    }

    long waiting() {
        return count(DeliveryStatus.PENDING) + count(DeliveryStatus.HELD);
    }
}
