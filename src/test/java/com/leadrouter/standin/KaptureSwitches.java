package com.leadrouter.standin;

import java.time.Instant;
import java.util.Map;

/** How this Kapture answers beside what it knows. */
final class KaptureSwitches {

    private volatile Masking masking = Masking.NONE;
    private volatile LongPull longPull = LongPull.NONE;

    Masking masking() {
        return masking;
    }

    void mask(Masking other) {
        masking = other;
    }

    LongPull longPull() {
        return longPull;
    }

    void lengthen(LongPull other) {
        longPull = other;
    }

    void clear() {
        masking = Masking.NONE;
        longPull = LongPull.NONE;
    }

    /** Customers that each pull tells of beside those that there are; it breaks off after so many, if at all. */
    record LongPull(int customers, int breakOffAfter) {

        static final LongPull NONE = new LongPull(0, Integer.MAX_VALUE);

        /** Ids, phones and e-mails are the same each time. */
        KaptureCustomer customer(int number, Instant createdAt) {
            return new KaptureCustomer(
                    1_000_000_000L + number,
                    2_000_000_000L + number,
                    Map.of(
                            "customer_name", "Person " + number,
                            "phone", String.valueOf(6_000_000_000L + number),
                            "email_id", "person" + number + "@example.com"),
                    createdAt,
                    createdAt);
        }
    }
}
