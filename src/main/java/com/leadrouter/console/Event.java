package com.leadrouter.console;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a lead: {@code key} names the words for it, {@code who} did it, {@code what} tells more, and
 * {@code response} is what a destination said.
 */
record Event(
        Instant at,
        String key,
        String tone,
        @Nullable String who,
        @Nullable String what,
        int attempt,
        @Nullable Integer httpStatus,
        @Nullable Integer durationMillis,
        @Nullable String response,
        boolean late) {

    static Event of(Instant at, String key, String tone, @Nullable String who, @Nullable String what) {
        return new Event(at, key, tone, who, what, 0, null, null, null, false);
    }

    // A destination's words may repeat the person.
    @Override
    public String toString() {
        return "Event[" + at + ", " + key + "]";
    }
}
