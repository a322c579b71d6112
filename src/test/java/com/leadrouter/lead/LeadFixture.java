package com.leadrouter.lead;

import com.leadrouter.lead.Lead.Address;
import com.leadrouter.lead.Lead.Consents;
import com.leadrouter.lead.Lead.Contact;
import com.leadrouter.lead.Lead.Vehicle;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes leads: a valid British one, save for what the test says ({@code aLead().withCountry("IN").build()}). */
public final class LeadFixture {

    private String source = "website-uk";
    private @Nullable String externalReferenceId = "web-000123";
    private @Nullable String campaignId = "966c7488-bfa7-45b5-8510-d26ba3008879";
    private @Nullable EnquiryType enquiryType = EnquiryType.TEST_DRIVE;
    private Instant enquiryDateTime = Instant.parse("2024-09-12T10:20:59Z");
    private @Nullable String acquisitionChannel = "Website";
    private @Nullable String ipAddress = "203.0.113.10";
    private String firstName = "Ada";
    private String lastName = "Lovelace";
    private @Nullable String email = "ada@example.com";
    private @Nullable String phone = "+447700900123";
    private @Nullable String gender = "F";
    private @Nullable String postcode = "SW1A 1AA";
    private @Nullable String city = "London";
    private @Nullable String state;
    private @Nullable String country = "GB";
    private Consents consents = new Consents(true, false, null, null);
    private @Nullable String vehicle = "Example Vehicle";
    private final Map<String, String> attributes = new LinkedHashMap<>();

    private LeadFixture() {}

    public static LeadFixture aLead() {
        return new LeadFixture();
    }

    public Lead build() {
        return new Lead(
                source,
                externalReferenceId,
                campaignId,
                enquiryType,
                enquiryDateTime,
                acquisitionChannel,
                ipAddress,
                new Contact(firstName, lastName, email, phone, gender, new Address(postcode, city, state, country)),
                consents,
                vehicle == null ? null : new Vehicle(vehicle),
                attributes);
    }

    public LeadFixture withSource(String value) {
        source = value;
        return this;
    }

    public LeadFixture withExternalReferenceId(@Nullable String value) {
        externalReferenceId = value;
        return this;
    }

    public LeadFixture withCampaignId(@Nullable String value) {
        campaignId = value;
        return this;
    }

    public LeadFixture withEnquiryType(@Nullable EnquiryType value) {
        enquiryType = value;
        return this;
    }

    public LeadFixture withEnquiryDateTime(Instant value) {
        enquiryDateTime = value;
        return this;
    }

    public LeadFixture withAcquisitionChannel(@Nullable String value) {
        acquisitionChannel = value;
        return this;
    }

    public LeadFixture withIpAddress(@Nullable String value) {
        ipAddress = value;
        return this;
    }

    public LeadFixture withFirstName(String value) {
        firstName = value;
        return this;
    }

    public LeadFixture withLastName(String value) {
        lastName = value;
        return this;
    }

    public LeadFixture withEmail(@Nullable String value) {
        email = value;
        return this;
    }

    public LeadFixture withPhone(@Nullable String value) {
        phone = value;
        return this;
    }

    public LeadFixture withGender(@Nullable String value) {
        gender = value;
        return this;
    }

    public LeadFixture withPostcode(@Nullable String value) {
        postcode = value;
        return this;
    }

    public LeadFixture withCity(@Nullable String value) {
        city = value;
        return this;
    }

    public LeadFixture withState(@Nullable String value) {
        state = value;
        return this;
    }

    public LeadFixture withCountry(@Nullable String value) {
        country = value;
        return this;
    }

    public LeadFixture withConsents(
            @Nullable Boolean email, @Nullable Boolean phone, @Nullable Boolean sms, @Nullable Boolean post) {
        consents = new Consents(email, phone, sms, post);
        return this;
    }

    public LeadFixture withVehicle(@Nullable String value) {
        vehicle = value;
        return this;
    }

    public LeadFixture withAttribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }
}
