package com.leadrouter.delivery;

/** Where a delivery stands. */
public enum DeliveryStatus {
    /** Waiting, or being tried. */
    PENDING,
    DELIVERED,
    /** The destination refused the data or the configuration; not tried again by itself. */
    REJECTED,
    /** Waits for a person, or for credentials. */
    HELD,
    /** The retries are used up. */
    DEAD,
    CANCELLED;

    public boolean isOpen() {
        return this == PENDING || this == HELD;
    }
}
