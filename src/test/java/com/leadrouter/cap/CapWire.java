package com.leadrouter.cap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes to CAP, for tests of other packages: with the pre-flight and without it. */
public final class CapWire {

    public static final String PATH = "/lead-submission/v1/external";
    public static final String CAMPAIGN = CapFixture.CAMPAIGN;

    private CapWire() {}

    /** What a courier with these settings (keys and values) finds wrong with the lead. */
    public static List<Violation> preflight(Lead lead, String... settings) {
        return CapFixture.courier("http://localhost:1", settings).preflight(lead);
    }

    /** The request of that courier. */
    public static String request(Lead lead, String... settings) {
        return CapFixture.json(new String(mapped(lead, settings).toJson(), StandardCharsets.UTF_8))
                .toString();
    }

    /** The same as if nobody had looked at the lead: its values as they are. */
    public static String unseen(Lead lead, String... settings) {
        ObjectNode request = (ObjectNode) CapFixture.json(request(lead, settings));
        put(request.withObject("/metadata"), "campaignId", lead.campaignId());
        put(
                request.withObject("/metadata"),
                "enquiryType",
                lead.enquiryType() == null ? null : lead.enquiryType().text());
        put(request.withObject("/metadata/enquirySource"), "acquisitionChannel", lead.acquisitionChannel());
        put(
                request.withObject("/vehicle"),
                "name",
                lead.vehicle() == null ? null : lead.vehicle().name());
        ObjectNode contact = request.withObject("/contactDetail");
        put(contact, "firstName", lead.contact().firstName());
        put(contact, "lastName", lead.contact().lastName());
        put(contact, "emailAddress", lead.contact().emailAddress());
        put(contact, "phoneNumber", lead.contact().phoneNumber());
        if (lead.contact().address().postcode() != null) {
            put(
                    contact.withObject("/address"),
                    "postcode",
                    lead.contact().address().postcode());
        }
        return request.toString();
    }

    private static CapRequest mapped(Lead lead, String... settings) {
        return new CapLead(lead, CapSettingsTest.bind(CapFixture.properties("https://cap.example.com", settings)))
                .request(CapFixture.LEAD_ID);
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        object.remove(name);
        if (value != null) {
            object.put(name, value);
        }
    }
}
