package com.leadrouter.delivery;

import com.leadrouter.delivery.NextStep.Again;
import com.leadrouter.delivery.NextStep.AgainAfterFault;
import com.leadrouter.delivery.NextStep.DestinationHeld;
import com.leadrouter.delivery.NextStep.GivenBack;
import com.leadrouter.delivery.NextStep.Held;
import com.leadrouter.delivery.NextStep.HeldAfterFault;
import com.leadrouter.delivery.NextStep.HeldAfterRefusals;
import com.leadrouter.delivery.NextStep.Settled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a step does to the row of its delivery. */
record Change(
        DeliveryStatus status,
        @Nullable Duration delay,
        @Nullable String holdReason,
        int triesBack,
        int failures,
        int faults) {

    static Change of(NextStep step) {
        return switch (step) {
            case Settled(DeliveryStatus status) -> new Change(status, null, null, 0, 0, 0);
            case Again(Duration delay) -> new Change(DeliveryStatus.PENDING, delay, null, 0, 1, 0);
            case AgainAfterFault(Duration delay) -> new Change(DeliveryStatus.PENDING, delay, null, 0, 0, 1);
            case Held(String reason) -> new Change(DeliveryStatus.HELD, null, reason, 0, 0, 0);
            case HeldAfterFault(String reason) -> new Change(DeliveryStatus.HELD, null, reason, 0, 0, 1);
            case HeldAfterRefusals(String reason) -> new Change(DeliveryStatus.HELD, null, reason, 1, 0, 1);
            case GivenBack(Duration delay) -> new Change(DeliveryStatus.PENDING, delay, null, 1, 0, 0);
            case DestinationHeld(String reason, Duration delay, boolean probe) ->
                new Change(DeliveryStatus.PENDING, delay, null, 1, 0, probe ? 0 : 1);
        };
    }
}
