package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;

/** A configured Kapture destination, as it is asked for its customers. */
record KaptureTenant(DestinationName name, KaptureSettings settings, CustomerPages pages) {

    /** Whether a pull tells of the key that deliveries use. */
    boolean pullsWithTheCommonKey() {
        return settings.authKeys().pull() == null;
    }
}
