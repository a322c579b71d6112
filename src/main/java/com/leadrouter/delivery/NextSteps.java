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
import com.leadrouter.delivery.NextStep.HeldAfterRefusals;
import com.leadrouter.delivery.NextStep.Settled;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what follows a try, from its outcome and the delivery's past alone. */
final class NextSteps {

    /** So many of our own faults, lost leases, or refusals that it met alone, and a person has to look. */
    static final int MOST_FAULTS = 5;

    /** How far apart come due, in probe intervals, those that were refused together. */
    private static final double PROBES_APART = 0.2;

    private final Carriage settings;
    private final RandomGenerator random;

    NextSteps(Carriage settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** The failures and faults are those before this try, {@code age} is what max-age is held against. */
    NextStep after(CallOutcome outcome, Claimed claimed, Duration age) {
        int failures = claimed.failures();
        return switch (outcome) {
            case Accepted accepted -> new Settled(DeliveryStatus.DELIVERED);
            case RejectedData refused -> new Settled(DeliveryStatus.REJECTED);
            case RejectedConfiguration refused -> new Settled(DeliveryStatus.REJECTED);
            case Unauthorized(String reason) -> refused(reason, claimed);
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
    NextStep afterFault(int faults, boolean somethingWasSent) {
        if (faults + 1 >= MOST_FAULTS) {
            return new HeldAfterFault("failed inside Lead Router " + MOST_FAULTS + " times");
        }
        return somethingWasSent && settings.onUnknown() == OnUnknown.HOLD
                ? new HeldAfterFault("may have been sent, and then failed inside Lead Router")
                : new AgainAfterFault(backOff(faults));
    }

    /**
     * The lease of its last try ran out; {@code faults} count that one. It does not fly at once, in the company of those
     * that were lost with it: if it ends its process, they would end with it again and again.
     */
    NextStep afterTakeOver(int faults) {
        if (faults >= MOST_FAULTS) {
            return new Held("its worker died or failed " + MOST_FAULTS + " times");
        }
        // Spread whatever the jitter that is set: without any, they would all be due together.
        return settings.onUnknown() == OnUnknown.HOLD
                ? new Held("may have been sent, and its worker did not come back")
                : new GivenBack(spread(interval(faults - 1), 0, 2));
    }

    // Refused while the destination was open, it stops all others; but not more often than this, or a lead whose text
    // some firewall dislikes would stop them for good. A probe's refusal says nothing against its lead.
    private NextStep refused(String reason, Claimed claimed) {
        double interval = settings.probeInterval().toMillis();
        if (claimed.probe()) {
            return new DestinationHeld(reason, spread(interval, 1, 1 + PROBES_APART), true);
        }
        return claimed.faults() + 1 >= MOST_FAULTS
                ? new HeldAfterRefusals("refused again and again while others were not: " + reason)
                : new DestinationHeld(
                        reason, spread(interval * Math.pow(2, claimed.faults()), 1, 1 + PROBES_APART), false);
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

    private double interval(int failures) {
        Retry retry = settings.retry();
        return Math.min(
                retry.maxInterval().toMillis(), retry.initial().toMillis() * Math.pow(retry.multiplier(), failures));
    }

    private Duration spread(double millis, double from, double to) {
        return Duration.ofMillis(Math.round(millis * random.nextDouble(from, to)));
    }

    private Duration backOff(int failures) {
        Retry retry = settings.retry();
        double most = retry.maxInterval().toMillis();
        double interval = interval(failures);
        double spread = retry.jitter() == 0 ? 0 : random.nextDouble(-retry.jitter(), retry.jitter());
        return Duration.ofMillis(Math.round(Math.min(most, interval * (1 + spread))));
    }
}
