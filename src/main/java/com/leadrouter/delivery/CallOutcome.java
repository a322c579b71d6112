package com.leadrouter.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one try of a delivery ended. The cases differ in what has to be done next, which is the engine's to say; each is
 * recorded under the {@link Outcome} of the same name, save {@link NotTried}.
 */
public sealed interface CallOutcome {

    /** What it is recorded as; nothing where nothing was tried. */
    default Optional<Outcome> recordedAs() {
        return switch (this) {
            case Accepted accepted -> Optional.of(Outcome.ACCEPTED);
            case RejectedData refused -> Optional.of(Outcome.REJECTED_DATA);
            case RejectedConfiguration refused -> Optional.of(Outcome.REJECTED_CONFIGURATION);
            case Unauthorized refused -> Optional.of(Outcome.UNAUTHORIZED);
            case Throttled throttled -> Optional.of(Outcome.THROTTLED);
            case Failed failed -> Optional.of(Outcome.FAILED);
            case Unreachable unreachable -> Optional.of(Outcome.UNREACHABLE);
            case Unknown unknown -> Optional.of(Outcome.UNKNOWN);
            case NotTried notTried -> Optional.empty();
        };
    }

    /** The destination has the lead; {@code notes} are kept with the delivery for people to read. */
    record Accepted(@Nullable String externalId, List<DeliveryError> notes) implements CallOutcome {
        public Accepted {
            notes = List.copyOf(notes);
        }

        public Accepted(@Nullable String externalId) {
            this(externalId, List.of());
        }
    }

    /** The destination refuses what the lead says; sending it again changes nothing. */
    record RejectedData(List<DeliveryError> errors) implements CallOutcome {
        public RejectedData {
            errors = List.copyOf(errors);
        }
    }

    /** The destination refuses how we are set up: campaign, vehicle, address, path. All such leads meet the same fate. */
    record RejectedConfiguration(List<DeliveryError> errors) implements CallOutcome {
        public RejectedConfiguration {
            errors = List.copyOf(errors);
        }
    }

    /** The destination refuses our credentials; it says nothing of the lead. */
    record Unauthorized(String reason) implements CallOutcome {}

    /** The destination asks us to come back later. */
    record Throttled(Optional<Duration> retryAfter) implements CallOutcome {}

    /** The destination failed. */
    record Failed(Optional<Duration> retryAfter) implements CallOutcome {}

    /** No connection was made; nothing was sent. */
    record Unreachable(String cause) implements CallOutcome {}

    /** Something was sent and never answered: the destination may have the lead or not. */
    record Unknown(String cause) implements CallOutcome {}

    /**
     * A guard of ours held the try back: no attempt, nothing on record. The delay is for what holds it back without the
     * engine's knowing: else it would be claimed again at once.
     */
    record NotTried(String why, Duration delay) implements CallOutcome {
        public NotTried(String why) {
            this(why, Duration.ZERO);
        }
    }
}
