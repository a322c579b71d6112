package com.leadrouter.routing;

import com.leadrouter.lead.Lead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing a route asks of a lead: that a field has one of these values, letter case aside. */
record Condition(Field field, List<String> expected) {

    Condition {
        expected = List.copyOf(expected);
    }

    boolean matches(Lead lead) {
        String actual = field.of(lead);
        return actual != null && expected.stream().anyMatch(actual::equalsIgnoreCase);
    }

    RouteExplanation.Condition explain(Lead lead) {
        return new RouteExplanation.Condition(field.key(), expected, field.of(lead), matches(lead));
    }

    /** What a route can look at: its name in the configuration, and where it stands in what was sent. */
    enum Field {
        SOURCE("source", ""),
        CAMPAIGN_ID("campaign-id", "#/campaignId"),
        ENQUIRY_TYPE("enquiry-type", "#/enquiryType"),
        COUNTRY("country", "#/contact/address/country"),
        VEHICLE("vehicle", "#/vehicle/name");

        private final String key;
        private final String pointer;

        Field(String key, String pointer) {
            this.key = key;
            this.pointer = pointer;
        }

        String key() {
            return key;
        }

        String pointer() {
            return pointer;
        }

        @Nullable String of(Lead lead) {
            return switch (this) {
                case SOURCE -> lead.source();
                case CAMPAIGN_ID -> lead.campaignId();
                case ENQUIRY_TYPE ->
                    lead.enquiryType() == null ? null : lead.enquiryType().text();
                case COUNTRY -> lead.contact().address().country();
                case VEHICLE -> lead.vehicle() == null ? null : lead.vehicle().name();
            };
        }
    }
}
