package com.leadrouter.kapture;

import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Lead.Vehicle;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places such as <code>{enquiryType}</code> for values of the lead, named as in the lead's JSON; a value
 * that the lead does not have leaves no gap.
 */
record Template(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern BRACE = Pattern.compile("[{}]");
    private static final String ATTRIBUTES = "attributes.";

    private static final Map<String, Function<Lead, @Nullable Object>> VALUES = values();

    /** Refuses a name that no lead has, and a brace without its partner. */
    Template {
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            String name = places.group(1);
            if (!VALUES.containsKey(name) && !isAttribute(name)) {
                throw new IllegalArgumentException("{" + name + "} is no value of a lead; there are "
                        + String.join(", ", VALUES.keySet()) + " and attributes.<name>");
            }
        }
        if (BRACE.matcher(PLACE.matcher(text).replaceAll("")).find()) {
            throw new IllegalArgumentException("has a brace without its partner");
        }
    }

    String fill(Lead lead) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(value(lead, place.group(1))))
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static String value(Lead lead, String name) {
        @Nullable Object value = isAttribute(name)
                ? lead.attributes().get(name.substring(ATTRIBUTES.length()))
                : VALUES.getOrDefault(name, none -> null).apply(lead);
        return value == null ? "" : value.toString();
    }

    private static boolean isAttribute(String name) {
        return name.startsWith(ATTRIBUTES) && name.length() > ATTRIBUTES.length();
    }

    private static Map<String, Function<Lead, @Nullable Object>> values() {
        Map<String, Function<Lead, @Nullable Object>> values = new TreeMap<>();
        values.put("source", Lead::source);
        values.put("externalReferenceId", Lead::externalReferenceId);
        values.put("campaignId", Lead::campaignId);
        values.put(
                "enquiryType",
                lead -> lead.enquiryType() == null ? null : lead.enquiryType().text());
        values.put("enquiryDateTime", Lead::enquiryDateTime);
        values.put("acquisitionChannel", Lead::acquisitionChannel);
        values.put("ipAddress", Lead::ipAddress);
        values.put("contact.firstName", lead -> lead.contact().firstName());
        values.put("contact.lastName", lead -> lead.contact().lastName());
        values.put("contact.emailAddress", lead -> lead.contact().emailAddress());
        values.put("contact.phoneNumber", lead -> lead.contact().phoneNumber());
        values.put("contact.gender", lead -> lead.contact().gender());
        values.put("contact.address.postcode", lead -> lead.contact().address().postcode());
        values.put("contact.address.city", lead -> lead.contact().address().city());
        values.put("contact.address.state", lead -> lead.contact().address().state());
        values.put("contact.address.country", lead -> lead.contact().address().country());
        values.put("optInConsents.email", lead -> lead.optInConsents().email());
        values.put("optInConsents.phone", lead -> lead.optInConsents().phone());
        values.put("optInConsents.sms", lead -> lead.optInConsents().sms());
        values.put("optInConsents.post", lead -> lead.optInConsents().post());
        values.put("vehicle.name", lead -> {
            @Nullable Vehicle vehicle = lead.vehicle();
            return vehicle == null ? null : vehicle.name();
        });
        return values;
    }
}
