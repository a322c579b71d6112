package com.leadrouter.lead;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A valid lead, normalised: blanks dropped, the source's defaults filled in, the phone number in E.164, the country as
 * ISO 3166 code. It is stored as the lead's document and is what destinations are told of. Its text form shows no
 * personal data.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"source", "externalReferenceId"})
public record Lead(
        String source,
        @Nullable String externalReferenceId,
        @Nullable String campaignId,
        @Nullable EnquiryType enquiryType,
        Instant enquiryDateTime,
        @Nullable String acquisitionChannel,
        @Nullable String ipAddress,
        Contact contact,
        Consents optInConsents,
        @Nullable Vehicle vehicle,
        Map<String, String> attributes) {

    public Lead {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** The same, with the address of the person who handed it in; null where it is not known. */
    public Lead withIpAddress(@Nullable String address) {
        return new Lead(
                source,
                externalReferenceId,
                campaignId,
                enquiryType,
                enquiryDateTime,
                acquisitionChannel,
                address,
                contact,
                optInConsents,
                vehicle,
                attributes);
    }

    /** The same without the person, and without what the person wrote: what was asked for, where and when. */
    public Lead withoutPerson() {
        return new Lead(
                source,
                null,
                campaignId,
                enquiryType,
                enquiryDateTime,
                acquisitionChannel,
                null,
                new Contact(
                        "",
                        "",
                        null,
                        null,
                        null,
                        new Address(null, null, null, contact.address().country())),
                new Consents(null, null, null, null),
                vehicle,
                Map.of());
    }

    /** The person; at least one of e-mail and phone is there, unless it was erased: then names are empty, too. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Contact(
            String firstName,
            String lastName,
            @Nullable String emailAddress,
            @Nullable String phoneNumber,
            @Nullable String gender,
            Address address) {

        public String fullName() {
            return firstName + " " + lastName;
        }

        @Override
        public String toString() {
            return "Contact[…]";
        }
    }

    /** Where the person lives; {@code country} is an ISO 3166 alpha-2 code. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Address(
            @Nullable String postcode,
            @Nullable String city,
            @Nullable String state,
            @Nullable String country) {

        @Override
        public String toString() {
            return "Address[country=" + country + ", …]";
        }
    }

    /** Consent for each channel: yes, no, or null for not asked; three different things, kept so to the end. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Consents(
            @Nullable Boolean email,
            @Nullable Boolean phone,
            @Nullable Boolean sms,
            @Nullable Boolean post) {}

    /** The vehicle that the person is interested in. */
    public record Vehicle(@JsonProperty("name") String name) {}

    @Override
    public String toString() {
        return "Lead[source=" + source + ", campaignId=" + campaignId + ", enquiryType=" + enquiryType + ", …]";
    }
}
