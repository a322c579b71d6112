package com.leadrouter.delivery;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.DestinationSettings.Carriage;
import com.leadrouter.delivery.DestinationSettings.OnUnknown;
import com.leadrouter.delivery.DestinationSettings.Retry;
import com.leadrouter.delivery.NextStep.Again;
import com.leadrouter.delivery.NextStep.AgainAfterFault;
import com.leadrouter.delivery.NextStep.DestinationHeld;
import com.leadrouter.delivery.NextStep.GivenBack;
import com.leadrouter.delivery.NextStep.Held;
import com.leadrouter.delivery.NextStep.HeldAfterFault;
import com.leadrouter.delivery.NextStep.Settled;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what follows a try, from its outcome and the delivery's past alone. */
final class NextSteps {

    /** So many of our own faults or lost leases, and a person has to look. */
    static final int MOST_FAULTS = 5;

    private final Carriage settings;
    private final RandomGenerator random;

    NextSteps(Carriage settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** {@code failures} are those before this try, {@code age} is what max-age is held against. */
    NextStep after(CallOutcome outcome, int failures, Duration age) {
        return switch (outcome) {
            case Accepted accepted -> new Settled(DeliveryStatus.DELIVERED);
            case RejectedData refused -> new Settled(DeliveryStatus.REJECTED);
            case RejectedConfiguration refused -> new Settled(DeliveryStatus.REJECTED);
            case Unauthorized(String reason) -> new DestinationHeld(reason);
            case Throttled(var retryAfter) -> again(failures, age, retryAfter);
            case Failed(var retryAfter) -> again(failures, age, retryAfter);
            case Unreachable unreachable -> again(failures, age, Optional.empty());
            case Unknown unknown ->
                settings.onUnknown() == OnUnknown.HOLD
                        ? new Held("sent, and never answered")
                        : again(failures, age, Optional.empty());
            case NotTried(var why, var delay) -> new GivenBack(delay);
        };
    }

    /** {@code faults} are those before this one. */
    NextStep afterFault(int faults) {
        return faults + 1 >= MOST_FAULTS
                ? new HeldAfterFault("failed inside Lead Router " + MOST_FAULTS + " times")
                : new AgainAfterFault(backOff(faults));
    }

    // The last try is made when max-age is reached, however long the back-off or the destination would wait.
    private NextStep again(int failures, Duration age, Optional<Duration> retryAfter) {
        Duration left = settings.retry().maxAge().minus(age);
        if (left.isNegative() || left.isZero()) {
            return new Settled(DeliveryStatus.DEAD);
        }
        Duration delay = backOff(failures);
        if (retryAfter.isPresent() && retryAfter.get().compareTo(delay) > 0) {
            delay = retryAfter.get();
        }
        return new Again(delay.compareTo(left) > 0 ? left : delay);
    }

    private Duration backOff(int failures) {
        Retry retry = settings.retry();
        double most = retry.maxInterval().toMillis();
        double interval = Math.min(most, retry.initial().toMillis() * Math.pow(retry.multiplier(), failures));
        double spread = retry.jitter() == 0 ? 0 : random.nextDouble(-retry.jitter(), retry.jitter());
        return Duration.ofMillis(Math.round(Math.min(most, interval * (1 + spread))));
    }
}
