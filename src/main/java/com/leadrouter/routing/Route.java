package com.leadrouter.routing;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import java.util.List;

/** A rule that sends the leads that meet all its conditions to its destinations; without conditions it takes all. */
record Route(String name, List<Condition> conditions, List<DestinationName> to) {

    Route {
        conditions = List.copyOf(conditions);
        to = List.copyOf(to);
    }

    RouteExplanation explain(Lead lead) {
        return new RouteExplanation(
                name,
                matches(lead),
                conditions.stream().map(condition -> condition.explain(lead)).toList());
    }

    boolean matches(Lead lead) {
        return conditions.stream().allMatch(condition -> condition.matches(lead));
    }
}
