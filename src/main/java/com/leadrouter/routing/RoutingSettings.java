package com.leadrouter.routing;

import com.leadrouter.lead.Countries;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.routing.Condition.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The routes as configured: {@code lead-router.routes}. */
record RoutingSettings(@DefaultValue List<RouteSettings> routes) {

    static final String PREFIX = "lead-router";

    RoutingSettings {
        routes = List.copyOf(routes);
        List<String> names = routes.stream().map(RouteSettings::name).toList();
        for (int i = 0; i < names.size(); i++) {
            InvalidSetting.check(names.indexOf(names.get(i)) == i, "routes[" + i + "].name", "is another route's name");
        }
    }

    /** The routes, each between sources and destinations that there are. */
    List<Route> between(Collection<String> sources, Collection<DestinationName> destinations) {
        return IntStream.range(0, routes.size())
                .mapToObj(i -> routes.get(i).between(sources, destinations, PREFIX + ".routes[" + i + "]."))
                .toList();
    }

    /** One of them: {@code lead-router.routes[i]}. */
    record RouteSettings(
            @DefaultValue("") String name,
            @DefaultValue When when,
            @DefaultValue List<String> to) {

        RouteSettings {
            InvalidSetting.required("name", name);
            to = List.copyOf(to);
            InvalidSetting.check(!to.isEmpty(), "to", "must name at least one destination");
            Set<String> once = new HashSet<>();
            checkEach("to", to, once::add, "is named twice");
        }

        private Route between(Collection<String> sources, Collection<DestinationName> destinations, String key) {
            List<String> names =
                    destinations.stream().map(DestinationName::value).toList();
            checkEach(key + "to", to, names::contains, "there is no such destination");
            checkEach(key + "when.source", when.source, sources::contains, "there is no such source");
            return new Route(
                    name,
                    when.conditions(),
                    to.stream().map(DestinationName::new).toList());
        }
    }

    /** What a route asks of a lead; all that is given must match. */
    record When(
            @Nullable List<String> source,
            @Nullable List<String> campaignId,
            @Nullable List<String> enquiryType,
            @Nullable List<String> country,
            @Nullable List<String> vehicle) {

        When {
            for (Condition condition : conditions(source, campaignId, enquiryType, country, vehicle)) {
                String key = condition.field().key();
                // A list of nothing matches nothing, which nobody means.
                InvalidSetting.check(!condition.expected().isEmpty(), key, "must have at least one value");
                checkEach(key, condition.expected(), value -> !value.isBlank(), "must be set");
            }
            checkEach("enquiry-type", enquiryType, type -> EnquiryType.of(type).isPresent(), "is no enquiry type");
            checkEach("country", country, When::isCountry, "is no ISO 3166 country code of two letters");
        }

        private List<Condition> conditions() {
            return conditions(source, campaignId, enquiryType, country, vehicle);
        }

        private static List<Condition> conditions(
                @Nullable List<String> source,
                @Nullable List<String> campaignId,
                @Nullable List<String> enquiryType,
                @Nullable List<String> country,
                @Nullable List<String> vehicle) {
            return Stream.of(
                            on(Field.SOURCE, source),
                            on(Field.CAMPAIGN_ID, campaignId),
                            on(Field.ENQUIRY_TYPE, enquiryType),
                            on(Field.COUNTRY, country),
                            on(Field.VEHICLE, vehicle))
                    .flatMap(conditions -> conditions)
                    .toList();
        }

        private static Stream<Condition> on(Field field, @Nullable List<String> expected) {
            return expected == null ? Stream.empty() : Stream.of(new Condition(field, expected));
        }

        private static boolean isCountry(String code) {
            return Countries.isCode(code.toUpperCase(Locale.ROOT));
        }
    }

    private static void checkEach(String key, @Nullable List<String> values, Predicate<String> fine, String problem) {
        for (int i = 0; values != null && i < values.size(); i++) {
            InvalidSetting.check(fine.test(values.get(i)), key + "[" + i + "]", problem);
        }
    }
}
