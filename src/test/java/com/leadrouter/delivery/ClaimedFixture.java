package com.leadrouter.delivery;

import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A delivery with the past that matters to a test, claimed in the ordinary way unless it says otherwise. */
record ClaimedFixture(int failures, int faults, boolean probe) {

    static Claimed withFailures(int failures) {
        return new ClaimedFixture(failures, 0, false).claimed();
    }

    static Claimed withFaults(int faults) {
        return new ClaimedFixture(0, faults, false).claimed();
    }

    static Claimed aProbeWithFaults(int faults) {
        return new ClaimedFixture(0, faults, true).claimed();
    }

    private Claimed claimed() {
        return new Claimed(
                new LeadId(new UUID(0, 1)),
                TestEngine.X,
                1,
                failures,
                faults,
                probe,
                false,
                false,
                false,
                Duration.ZERO,
                Instant.EPOCH,
                "{}",
                false,
                0);
    }
}
