package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;

/** A configured destination, opened. */
record Destination(DestinationName name, String type, Courier courier, DestinationSettings.Carriage settings) {

    boolean ordered() {
        return courier.keepsOrderPerPerson();
    }

    /** Who the lead's person is where order counts here. */
    OrderKeys keysOf(Lead lead) {
        return ordered() ? OrderKeys.of(lead) : OrderKeys.NONE;
    }
}
