package com.leadrouter.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route says of a lead: whether it takes it, and what each of its conditions came to. */
public record RouteExplanation(String name, boolean matched, List<Condition> conditions) {

    public RouteExplanation {
        conditions = List.copyOf(conditions);
    }

    /** The field by its name in the configuration, the values of which one is expected, and what the lead has there. */
    public record Condition(
            String field, List<String> expected, @Nullable String actual, boolean matched) {

        public Condition {
            expected = List.copyOf(expected);
        }
    }
}
