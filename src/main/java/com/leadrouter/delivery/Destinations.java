package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The configured destinations: their names, and what each would refuse a lead for. */
public interface Destinations {

    Set<DestinationName> names();

    /** How a delivery that has just been stored stands: {@code HELD} where the destination is held or paused. */
    DeliveryStatus statusOfNew(DestinationName destination);

    /** What would be sent there now; sends nothing. */
    Preview preview(DestinationName destination, Delivery delivery);

    /** The faults for which one of these destinations would surely refuse the lead, each named once. */
    List<Violation> preflight(Lead lead, Collection<DestinationName> destinations);
}
