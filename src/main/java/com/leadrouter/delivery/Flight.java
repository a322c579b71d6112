package com.leadrouter.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.NextStep.GivenBack;
import com.leadrouter.lead.Lead;
import com.leadrouter.platform.WithoutMessages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of one claimed delivery. It is concluded once: by its courier's outcome, or by being cut off. */
final class Flight {

    private static final Logger log = LoggerFactory.getLogger(Flight.class);

    private final Claimed claimed;
    private final Courier courier;
    private final NextSteps nextSteps;
    private final ObjectMapper json;
    private final Lease lease;
    private final CallLog calls;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean concluded = new AtomicBoolean();
    private volatile @Nullable Masking masking;

    Flight(Claimed claimed, Courier courier, NextSteps nextSteps, Duration lease, ObjectMapper json, Clock clock) {
        this.claimed = claimed;
        this.courier = courier;
        this.nextSteps = nextSteps;
        this.json = json;
        this.lease = new Lease(lease, claimed.askedNanos());
        this.calls = new CallLog(clock, this.lease::isHeld);
        this.startedAt = clock.instant();
    }

    Claimed claimed() {
        return claimed;
    }

    Lease lease() {
        return lease;
    }

    /** By the database's clock. */
    Instant startedAt() {
        return startedAt;
    }

    /** Makes the try; empty where it was cut off meanwhile. */
    Optional<Settlement> fly() {
        Settlement settlement = tryOnce();
        return concluded.compareAndSet(false, true) ? Optional.of(settlement) : Optional.empty();
    }

    /**
     * Ends the try from outside: what has arrived is so recorded, what else was sent is unknown, what was not is given
     * back; empty where it has ended.
     */
    Optional<Settlement> cutOff() {
        if (!concluded.compareAndSet(false, true)) {
            return Optional.empty();
        }
        boolean somethingWasSent = calls.close() || !calls.calls().isEmpty();
        return calls.arrival()
                .map(this::settlement)
                .or(() -> Optional.of(
                        somethingWasSent
                                ? settlement(new Unknown("cut off by a shutdown"))
                                : settlement(new GivenBack(), null, null, List.of(), false)));
    }

    private Settlement tryOnce() {
        // Its delivery was cancelled with it; whatever has made it due, the person does not come back.
        if (claimed.erased()) {
            return settlement(
                    new NextStep.Settled(DeliveryStatus.CANCELLED), null, null, List.of(), claimed.takenOver());
        }
        if (claimed.takenOver()) {
            return settlement(nextSteps.afterTakeOver(claimed.faults()), null, null, List.of(), false);
        }
        try {
            Lead lead = lead();
            masking = new Masking(lead);
            return settlement(courier.deliver(
                    new Delivery(claimed.leadId(), lead, claimed.attempt(), claimed.uncertain(), claimed.forced()),
                    calls));
        } catch (LeaseLost e) {
            log.warn("{} lost its lease and makes no further calls", claimed);
            return afterFault();
            // Errors too: a courier that overflows its stack is as much at fault as one that meets a null.
        } catch (Throwable e) {
            log.error("{} failed inside Lead Router", claimed, WithoutMessages.of(e));
            return afterFault();
        }
    }

    private Settlement afterFault() {
        boolean somethingWasSent = calls.cutOff() || !calls.calls().isEmpty();
        return calls.arrival()
                .map(this::settlement)
                .orElseGet(() -> settlement(
                        nextSteps.afterFault(claimed.faults(), somethingWasSent),
                        null,
                        null,
                        List.of(),
                        somethingWasSent));
    }

    private Lead lead() throws JsonProcessingException {
        return json.readValue(claimed.document(), Lead.class);
    }

    private Settlement settlement(CallOutcome outcome) {
        Duration age = claimed.age().plusNanos(System.nanoTime() - startedNanos);
        NextStep step = nextSteps.after(outcome, claimed, age);
        return settlement(
                step,
                outcome.recordedAs().orElse(null),
                outcome instanceof Accepted(var id, var notes) ? id : null,
                errorsOf(outcome),
                outcome instanceof Unknown);
    }

    private static List<DeliveryError> errorsOf(CallOutcome outcome) {
        return switch (outcome) {
            case Accepted(var id, var notes) -> notes;
            case RejectedData(var errors) -> errors;
            case RejectedConfiguration(var errors) -> errors;
            case Unauthorized refused -> List.of();
            case Throttled throttled -> List.of();
            case Failed failed -> List.of();
            case Unreachable unreachable -> List.of();
            case Unknown unknown -> List.of();
            case NotTried notTried -> List.of();
        };
    }

    private Settlement settlement(
            NextStep step,
            @Nullable Outcome outcome,
            @Nullable String externalId,
            List<DeliveryError> errors,
            boolean uncertain) {
        Masking mask = masking;
        return new Settlement(
                claimed,
                step,
                outcome,
                uncertain,
                externalId,
                mask == null ? errors : mask.mask(errors),
                mask == null
                        ? calls.calls()
                        : calls.calls().stream().map(mask::mask).toList());
    }
}
