package com.leadrouter.delivery;

import java.time.Duration;

/** What becomes of a delivery after a try. */
sealed interface NextStep {

    /** Nothing more is done by itself. */
    record Settled(DeliveryStatus status) implements NextStep {}

    /** Tried again after the delay; the try counts as a failure of the destination. */
    record Again(Duration delay) implements NextStep {}

    /** Tried again after the delay; the try failed inside us and says nothing of the destination. */
    record AgainAfterFault(Duration delay) implements NextStep {}

    /** Waits for a person. */
    record Held(String reason) implements NextStep {}

    /** Waits for a person, since the try failed inside us once too often. */
    record HeldAfterFault(String reason) implements NextStep {}

    /** Waits for a person, since it was refused again and again while its destination took others; no try is used up. */
    record HeldAfterRefusals(String reason) implements NextStep {}

    /** As if it had not been claimed: nothing was sent. */
    record GivenBack(Duration delay) implements NextStep {
        GivenBack() {
            this(Duration.ZERO);
        }
    }

    /**
     * As if it had not been claimed, and the destination takes no others until its credentials are mended. After the
     * delay, or at the end of the hold, it is due again; what was no probe counts as a fault.
     */
    record DestinationHeld(String reason, Duration delay, boolean probe) implements NextStep {}
}
