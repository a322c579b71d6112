package com.leadrouter.delivery;

/** Stops a courier before its next call: the delivery may be on its way by another worker already. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost() {
        super("the lease is lost", null, false, false);
    }
}
