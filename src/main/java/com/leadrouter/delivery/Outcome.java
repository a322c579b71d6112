package com.leadrouter.delivery;

/** How one call to a destination ended: the whole vocabulary of the record, for every destination alike. */
public enum Outcome {
    ACCEPTED,
    REJECTED_DATA,
    REJECTED_CONFIGURATION,
    UNAUTHORIZED,
    /** The destination has the person already; what is to be done about it is the courier's affair. */
    EXISTS,
    /** The destination does not know whom we asked for. */
    NOT_FOUND,
    THROTTLED,
    FAILED,
    UNREACHABLE,
    UNKNOWN
}
