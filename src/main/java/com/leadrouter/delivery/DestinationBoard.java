package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationStates.Stop;
import com.leadrouter.delivery.DestinationStates.Times;
import com.leadrouter.lead.DestinationName;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How the destinations stand, and the switch that pauses and resumes each on all replicas, within the caller's transaction.
 * A circuit is this replica's own.
 */
@Component
public final class DestinationBoard {

    /** Of several that hold at once the last one here is shown. */
    public enum State {
        RUNNING,
        CIRCUIT_OPEN,
        HELD,
        PAUSED
    }

    /**
     * One destination: {@code reason} and {@code since} are those of its state; {@code deliveries} counts what waits for
     * us or for a person, and {@code oldestSeconds} is the age of the oldest that is open.
     */
    public record Standing(
            DestinationName name,
            String type,
            State state,
            @Nullable String reason,
            @Nullable Instant since,
            Map<DeliveryStatus, Long> deliveries,
            long oldestSeconds,
            @Nullable Instant lastSuccessAt) {

        public Standing {
            deliveries = Collections.unmodifiableMap(new LinkedHashMap<>(deliveries));
        }
    }

    private static final String CIRCUIT_REASON = "too many calls failed or were slow; it is tried again by itself";

    private final ConfiguredDestinations destinations;
    private final DestinationStates states;
    private final Backlogs backlogs;
    private final CircuitBreakerRegistry circuits;
    private final Map<String, Instant> openSince = new ConcurrentHashMap<>();

    DestinationBoard(
            ConfiguredDestinations destinations,
            DestinationStates states,
            JdbcClient jdbc,
            CircuitBreakerRegistry circuits,
            Clock clock) {
        this.destinations = destinations;
        this.states = states;
        this.backlogs = new Backlogs(jdbc, states);
        this.circuits = circuits;
        destinations.names().forEach(name -> circuits.find(name.value()).ifPresent(circuit -> watch(circuit, clock)));
    }

    private void watch(CircuitBreaker circuit, Clock clock) {
        circuit.getEventPublisher().onStateTransition(event -> {
            if (isOpen(event.getStateTransition().getToState())) {
                openSince.putIfAbsent(circuit.getName(), clock.instant());
            } else {
                openSince.remove(circuit.getName());
            }
        });
    }

    private static boolean isOpen(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN, HALF_OPEN -> true;
            case CLOSED, DISABLED, METRICS_ONLY -> false;
        };
    }

    /** All that are configured, in that order. */
    public List<Standing> all() {
        Map<DestinationName, Backlogs.Backlog> waiting = backlogs.of(destinations.names());
        Map<DestinationName, Times> times = states.times();
        return destinations.all().stream()
                .map(destination -> standing(
                        destination,
                        Objects.requireNonNull(waiting.get(destination.name())),
                        times.getOrDefault(destination.name(), Times.NONE)))
                .toList();
    }

    public Optional<Standing> of(DestinationName destination) {
        return all().stream().filter(one -> one.name().equals(destination)).findFirst();
    }

    private Standing standing(Destination destination, Backlogs.Backlog waiting, Times times) {
        @Nullable Stop stop = states.stopOf(destination.name());
        boolean open = circuits.find(destination.name().value())
                .map(circuit -> isOpen(circuit.getState()))
                .orElse(false);
        State state =
                stop != null ? stop.paused() ? State.PAUSED : State.HELD : open ? State.CIRCUIT_OPEN : State.RUNNING;
        return new Standing(
                destination.name(),
                destination.type(),
                state,
                switch (state) {
                    case RUNNING -> null;
                    case CIRCUIT_OPEN -> CIRCUIT_REASON;
                    case HELD, PAUSED -> Objects.requireNonNull(stop).reason();
                },
                switch (state) {
                    case RUNNING -> null;
                    case CIRCUIT_OPEN -> openSince.get(destination.name().value());
                    case HELD -> times.heldSince();
                    case PAUSED -> times.pausedSince();
                },
                waiting.deliveries(),
                waiting.oldestSeconds(),
                times.lastSuccessAt());
    }

    /** Looks at all anew; whoever has paused or resumed one does so once that is committed. */
    public void look() {
        states.refresh();
    }

    /** Whether it was not paused before. */
    public boolean pause(DestinationName destination, String reason) {
        return states.pause(destination, reason);
    }

    /** Whether it was paused before. */
    public boolean resume(DestinationName destination) {
        return states.resume(destination);
    }
}
