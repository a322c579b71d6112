package com.leadrouter.faults;

import java.time.Duration;

/** How much of the matrix is run: a few minutes in every build, or all of it by {@code ./mvnw verify -Pfaults}. */
enum Form {
    SHORT(150, 75),
    LONG(500, 75);

    private final int leads;
    private final int perSecond;

    Form(int leads, int perSecond) {
        this.leads = leads;
        this.perSecond = perSecond;
    }

    static Form current() {
        return "long".equals(System.getProperty("lead-router.faults")) ? LONG : SHORT;
    }

    int leads() {
        return leads;
    }

    int perSecond() {
        return perSecond;
    }

    Duration pick(Duration inShort, Duration inLong) {
        return this == SHORT ? inShort : inLong;
    }
}
