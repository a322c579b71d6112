package com.leadrouter.routing;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RouterTest {

    private static final DestinationName CAP = new DestinationName("cap");
    private static final DestinationName KAPTURE = new DestinationName("kapture");

    @Test
    void withoutRoutesEveryLeadGoesEverywhere() {
        assertThat(router().decide(aLead().build())).isEqualTo(new Decision(null, List.of(CAP, KAPTURE)));
    }

    @Test
    void theFirstRouteThatMatchesDecides() {
        Router router = router(
                "routes[0].name",
                "india",
                "routes[0].when.country",
                "IN",
                "routes[0].to",
                "kapture",
                "routes[1].name",
                "rest",
                "routes[1].to",
                "kapture,cap");

        assertThat(router.decide(aLead().withCountry("IN").build())).isEqualTo(new Decision("india", List.of(KAPTURE)));
        assertThat(router.decide(aLead().build())).isEqualTo(new Decision("rest", List.of(KAPTURE, CAP)));
        assertThat(router.decide(aLead().withCountry(null).build()).route()).isEqualTo("rest");
    }

    @Test
    void whatNoRouteMatchesGoesNowhere() {
        Router router = router("routes[0].name", "india", "routes[0].when.country", "IN", "routes[0].to", "kapture");

        assertThat(router.decide(aLead().build())).isEqualTo(new Decision(null, List.of()));
    }

    @Test
    void eachRouteSaysByWhichConditionItMatches() {
        Router router = router(
                "routes[0].name",
                "india",
                "routes[0].when.country",
                "IN,LK",
                "routes[0].when.vehicle",
                "example vehicle",
                "routes[0].to",
                "kapture",
                "routes[1].name",
                "rest",
                "routes[1].to",
                "cap");

        assertThat(router.explain(aLead().withCountry(null).build()))
                .containsExactly(
                        new RouteExplanation(
                                "india",
                                false,
                                List.of(
                                        new RouteExplanation.Condition("country", List.of("IN", "LK"), null, false),
                                        new RouteExplanation.Condition(
                                                "vehicle", List.of("example vehicle"), "Example Vehicle", true))),
                        new RouteExplanation("rest", true, List.of()));
        assertThat(router().explain(aLead().build())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "source, 'website-de,website-uk', true",
        "source, website-de, false",
        "campaign-id, 966C7488-BFA7-45B5-8510-D26BA3008879, true",
        "campaign-id, other, false",
        "enquiry-type, 'quotation,test drive', true",
        "enquiry-type, KMI, false",
        "country, gb, true",
        "country, 'DE,IN', false",
        "vehicle, EXAMPLE vehicle, true",
        "vehicle, Example, false"
    })
    void aConditionIsMetByOneOfItsValues(String field, String values, boolean met) {
        Router router = router("routes[0].name", "r", "routes[0].when." + field, values, "routes[0].to", "cap");

        assertThat(router.decide(aLead().build()).isRouted()).isEqualTo(met);
    }

    @Test
    void allConditionsMustBeMet() {
        Router router = router(
                "routes[0].name",
                "r",
                "routes[0].to",
                "cap",
                "routes[0].when.country",
                "GB",
                "routes[0].when.enquiry-type",
                "KMI");
        Lead lead = aLead().build();

        assertThat(router.decide(lead).isRouted()).isFalse();
        assertThat(router.decide(aLead().withEnquiryType(EnquiryType.KMI).build())
                        .isRouted())
                .isTrue();
    }

    @Test
    void whatALeadDoesNotSayMeetsNoCondition() {
        Router router = router("routes[0].name", "r", "routes[0].when.vehicle", "X", "routes[0].to", "cap");

        assertThat(router.decide(aLead().withVehicle(null).build()).isRouted()).isFalse();
    }

    @Test
    void aFaultInWhatARouteLooksAtLeavesTheDecisionOpen() {
        Router router = router("routes[0].name", "india", "routes[0].when.country", "IN", "routes[0].to", "kapture");

        assertThat(router.dependsOn(faultAt("#/contact/address/country"))).isTrue();
        assertThat(router.dependsOn(faultAt("#/contact"))).isTrue();
        assertThat(router.dependsOn(faultAt("#/contact/emailAddress"))).isFalse();
        assertThat(router().dependsOn(faultAt("#/contact/address/country"))).isFalse();
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "routes[1].name, '', routes[1].name: must be set",
        "routes[1].name, first, routes[1].name: is another route's name",
        "routes[1].to, '', routes[1].to: must name at least one destination",
        "routes[1].to, 'cap,elsewhere', routes[1].to[1]: there is no such destination",
        "routes[1].to, 'cap,cap', routes[1].to[1]: is named twice",
        "routes[1].when.country, UK, routes[1].when.country[0]: is no ISO 3166 country code of two letters",
        "routes[1].when.country, '', routes[1].when.country: must have at least one value",
        "routes[1].when.enquiry-type, 'KMI,Test', routes[1].when.enquiry-type[1]: is no enquiry type",
        "routes[1].when.source, website, routes[1].when.source[0]: there is no such source",
        "routes[1].when.vehicle[0], ' ', routes[1].when.vehicle[0]: must be set"
    })
    void aWrongRouteIsRefusedByItsKey(String key, String value, String line) {
        assertThatThrownBy(() -> router(
                        "routes[0].name",
                        "first",
                        "routes[0].to",
                        "cap",
                        "routes[1].name",
                        "second",
                        "routes[1].to",
                        "cap",
                        key,
                        value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("lead-router." + line);
    }

    private static Violation faultAt(String pointer) {
        return new Violation(pointer, "code", "A sentence.");
    }

    private static Router router(String... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("lead-router." + keysAndValues[i], keysAndValues[i + 1]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return Router.of(new Settings(environment), List.of("website-uk", "website-de"), List.of(KAPTURE, CAP));
    }
}
