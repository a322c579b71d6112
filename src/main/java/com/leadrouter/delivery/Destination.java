package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;

/** A configured destination, opened. */
record Destination(DestinationName name, String type, Courier courier, DestinationSettings.Carriage settings) {

    boolean ordered() {
        return courier.keepsOrderPerPerson();
    }
}
