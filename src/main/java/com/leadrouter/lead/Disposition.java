package com.leadrouter.lead;

/** What intake decided about a lead, and whether it has been erased since. */
public enum Disposition {
    ROUTED,
    DUPLICATE,
    UNROUTED,
    SPAM,
    ERASED
}
