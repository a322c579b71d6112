package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether everything is flowing, at one moment: what came and what was delivered, minute by minute for an hour and hour by
 * hour for a day (the last slot is the one that is not over), and how each destination stands.
 */
public record Overview(Instant at, List<Slot> lastHour, List<Slot> lastDay, List<OfDestination> destinations) {

    public Overview {
        lastHour = List.copyOf(lastHour);
        lastDay = List.copyOf(lastDay);
        destinations = List.copyOf(destinations);
    }

    /** Leads that came and deliveries that were made in a minute or an hour that begins then. */
    public record Slot(Instant from, long received, long delivered) {}

    /**
     * A destination's deliveries: those that are open or were given up, since when the oldest open one waits, and what has
     * become of those whose leads came in the last day. What is pending while it is held or paused counts as held.
     */
    public record OfDestination(
            DestinationName destination,
            long pending,
            long held,
            long dead,
            long rejected,
            @Nullable Instant oldestAt,
            long deliveredInTheLastDay,
            List<Became> lastDay) {

        public OfDestination {
            lastDay = List.copyOf(lastDay);
        }

        public long waiting() {
            return pending + held;
        }
    }

    /** How many stand so; the outcome is that of the last try, null before it. */
    public record Became(DeliveryStatus status, @Nullable Outcome outcome, long count) {}

    /** In the last day. */
    public long received() {
        return lastDay.stream().mapToLong(Slot::received).sum();
    }

    /** In the last day; a lead counts for each destination that has it. */
    public long delivered() {
        return lastDay.stream().mapToLong(Slot::delivered).sum();
    }

    /** Deliveries that are open now. */
    public long waiting() {
        return destinations.stream().mapToLong(OfDestination::waiting).sum();
    }

    /** Since when the oldest open one waits. */
    public Optional<Instant> oldestAt() {
        return destinations.stream()
                .flatMap(one -> Stream.ofNullable(one.oldestAt()))
                .min(Instant::compareTo)
                .map(Objects::requireNonNull);
    }
}
