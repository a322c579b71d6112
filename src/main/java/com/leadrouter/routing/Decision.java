package com.leadrouter.routing;

import com.leadrouter.lead.DestinationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a lead goes and which route said so; {@code route} is null where none is configured (then it goes everywhere)
 * and where none matched (then it goes nowhere and is kept).
 */
public record Decision(@Nullable String route, List<DestinationName> destinations) {

    public Decision {
        destinations = List.copyOf(destinations);
    }

    public boolean isRouted() {
        return !destinations.isEmpty();
    }
}
