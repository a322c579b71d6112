package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import java.util.Map;

/** The configured Kapture destinations, once they are opened. */
interface KaptureTenants {

    Map<DestinationName, KaptureTenant> all();
}
