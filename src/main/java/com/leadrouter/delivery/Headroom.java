package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;

/** How much room a destination has beside what is on its way to it and waits for it. */
public interface Headroom {

    /**
     * How many more deliveries may be made due now so that one that comes in fresh still finds a free slot; none while
     * the destination is stopped or others wait for it.
     */
    int of(DestinationName destination);
}
