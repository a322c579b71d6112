package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationStates.Stop;
import com.leadrouter.lead.DestinationName;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@link Holds} by the states that the engine itself goes by. */
@Component
final class CredentialHolds implements Holds {

    private static final Logger log = LoggerFactory.getLogger(CredentialHolds.class);

    private final ConfiguredDestinations destinations;
    private final DestinationStates states;
    private final EngineSettings settings;

    CredentialHolds(ConfiguredDestinations destinations, DestinationStates states, EngineSettings settings) {
        this.destinations = destinations;
        this.states = states;
        this.settings = settings;
    }

    @Override
    public Standing of(DestinationName destination) {
        Stop stop = states.stopOf(destination);
        if (stop == null) {
            return Standing.RUNNING;
        }
        return stop.paused() ? Standing.PAUSED : Standing.HELD;
    }

    @Override
    public void refused(DestinationName destination, String reason) {
        states.hold(
                destination, reason, destinations.get(destination).settings().probeInterval());
    }

    @Override
    public void taken(DestinationName destination, Instant askedAt) {
        if (states.release(destination, askedAt)) {
            log.info("{} takes our credentials again: its deliveries go on", destination);
        }
    }

    @Override
    public Duration lease() {
        return settings.lease();
    }
}
