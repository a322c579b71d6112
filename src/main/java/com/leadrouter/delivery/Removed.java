package com.leadrouter.delivery;

import java.time.Duration;

/** What retention has removed of a month; {@code locked} is for how long others had to wait at most. */
sealed interface Removed {

    /** The whole month. */
    record Partitions(long leads, Duration locked) implements Removed {}

    /** Settled leads, beside others that stay. */
    record Leads(int leads) implements Removed {}

    /** All calls, of leads that stay. */
    record AllCalls(Duration locked) implements Removed {}

    /** Some calls, of leads that stay. */
    record Calls(int calls) implements Removed {}

    /** Others use it all the time. */
    record NotNow() implements Removed {}

    record Nothing() implements Removed {}
}
