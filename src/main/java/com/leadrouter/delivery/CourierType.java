package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;

/**
 * A kind of destination, named by the key {@code lead-router.destinations.<name>.type}. A bean of this type is all
 * that a new kind has to add.
 */
public interface CourierType {

    /** The word in the configuration. */
    String type();

    /**
     * Opens the courier of one configured destination, reading its settings below
     * {@code lead-router.destinations.<name>}; what is wrong there is refused as
     * {@link com.leadrouter.platform.InvalidSetting}.
     */
    Courier open(DestinationName destination);
}
