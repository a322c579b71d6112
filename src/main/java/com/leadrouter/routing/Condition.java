package com.leadrouter.routing;

import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.Lead;
import java.util.List;
import java.util.function.Function;
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

    /** What a route can look at: its name in the configuration, and where it stands in what was sent. */
    enum Field {
        SOURCE("source", "", Lead::source),
        CAMPAIGN_ID("campaign-id", "#/campaignId", Lead::campaignId),
        ENQUIRY_TYPE("enquiry-type", "#/enquiryType", lead -> textOf(lead.enquiryType())),
        COUNTRY(
                "country",
                "#/contact/address/country",
                lead -> lead.contact().address().country()),
        VEHICLE(
                "vehicle",
                "#/vehicle/name",
                lead -> lead.vehicle() == null ? null : lead.vehicle().name());

        private final String key;
        private final String pointer;
        private final Function<Lead, @Nullable String> value;

        Field(String key, String pointer, Function<Lead, @Nullable String> value) {
            this.key = key;
            this.pointer = pointer;
            this.value = value;
        }

        String key() {
            return key;
        }

        String pointer() {
            return pointer;
        }

        @Nullable String of(Lead lead) {
            return value.apply(lead);
        }

        private static @Nullable String textOf(@Nullable EnquiryType type) {
            return type == null ? null : type.text();
        }
    }
}
