package com.leadrouter.routing;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.Settings;
import java.util.Collection;
import java.util.List;

/**
 * Decides where a lead goes: the first route that matches says so. Where no route is configured every lead goes to
 * every destination; where none matches it goes nowhere.
 */
public final class Router {

    private final List<Route> routes;
    private final List<DestinationName> everywhere;

    Router(List<Route> routes, Collection<DestinationName> destinations) {
        this.routes = List.copyOf(routes);
        this.everywhere = destinations.stream().sorted().toList();
    }

    /**
     * The router of {@code lead-router.routes}; a route that names a source or a destination that there is not is
     * refused as {@link com.leadrouter.platform.InvalidSetting}.
     */
    public static Router of(Settings settings, Collection<String> sources, Collection<DestinationName> destinations) {
        RoutingSettings routing = settings.bind(RoutingSettings.PREFIX, RoutingSettings.class);
        return new Router(routing.between(sources, destinations), destinations);
    }

    public Decision decide(Lead lead) {
        if (routes.isEmpty()) {
            return new Decision(null, everywhere);
        }
        return routes.stream()
                .filter(route -> route.matches(lead))
                .findFirst()
                .map(route -> new Decision(route.name(), route.to()))
                .orElseGet(() -> new Decision(null, List.of()));
    }

    /** What each route says of the lead, in the order in which they are asked; the first that matches decides. */
    public List<RouteExplanation> explain(Lead lead) {
        return routes.stream().map(route -> route.explain(lead)).toList();
    }

    /** Whether some route looks at a field that has this fault, so that without it the decision may be another. */
    public boolean dependsOn(Violation violation) {
        return routes.stream()
                .flatMap(route -> route.conditions().stream())
                .anyMatch(condition -> violation.touches(condition.field().pointer()));
    }
}
