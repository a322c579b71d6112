package com.leadrouter.faults;

import java.time.Duration;
import java.util.Map;

/** Figures that the documentation quotes, with the bounds that they must keep. */
final class Measures {

    /** Answers the figures in words. */
    @FunctionalInterface
    interface Measure {
        String take(Cluster cluster) throws Exception;
    }

    private Measures() {}

    static Map<String, Measure> all(Form form) {
        return Map.of(
                "401 under load uses up no attempts",
                new Unauthorized(form.pick(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                "one destination dead, the other lives",
                new Isolation(form.pick(Duration.ofSeconds(2), Duration.ofMinutes(1))),
                "a flood while the database is away",
                new Flood(form.pick(Duration.ofSeconds(5), Duration.ofSeconds(20))));
    }
}
