package com.leadrouter.kapture;

/** What was read of a pull's answer. */
sealed interface PullReading {

    /**
     * A whole list, said to be a success; {@code nameless} are entries that are no customer with an id, {@code
     * undated} customers with a date that cannot be read.
     */
    record Customers(long handedOver, long nameless, long undated) implements PullReading {}

    /** Something else: what it says of the call, as the body of an answer without customers. */
    record Told(String body) implements PullReading {

        @Override
        public String toString() {
            return "Told[…]";
        }
    }

    /** A list that ceases to be JSON. */
    record Garbled(long handedOver) implements PullReading {}
}
