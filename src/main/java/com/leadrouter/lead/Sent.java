package com.leadrouter.lead;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/**
 * What was sent, as far as it could be read, without the blanks around texts and before any default. The messages of
 * the constraints are {@link FaultCode}s. Serialised it is the canonical form of what was sent.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Sent(
        @CodePointLength(max = 100, message = FaultCode.TOO_LONG) @Nullable String externalReferenceId,

        @CodePointLength(max = 100, message = FaultCode.TOO_LONG) @Nullable String campaignId,

        @Nullable String enquiryType,
        @Nullable String enquiryDateTime,

        @CodePointLength(max = 200, message = FaultCode.TOO_LONG) @Nullable String acquisitionChannel,

        @Nullable String ipAddress,
        @Valid Contact contact,
        Lead.Consents optInConsents,
        @Valid Vehicle vehicle,

        @Size(max = 50, message = FaultCode.TOO_MANY) Map<
                        @CodePointLength(max = 100, message = FaultCode.TOO_LONG) String,
                        @CodePointLength(max = 500, message = FaultCode.TOO_LONG) String>
                attributes) {

    // Hibernate's own rule takes a domain without a dot, and an address literal, neither of which a form means.
    private static final String WITH_COMPLETE_DOMAIN = ".*@[^@\\[\\]]+\\.[^@.\\[\\]]+";

    record Contact(
            @NotBlank(message = FaultCode.REQUIRED) @CodePointLength(max = 100, message = FaultCode.TOO_LONG) @Nullable String firstName,

            @NotBlank(message = FaultCode.REQUIRED) @CodePointLength(max = 100, message = FaultCode.TOO_LONG) @Nullable String lastName,

            @CodePointLength(max = 254, message = FaultCode.TOO_LONG)
            @Email(regexp = WITH_COMPLETE_DOMAIN, message = FaultCode.INVALID_EMAIL) @Nullable String emailAddress,

            @Nullable String phoneNumber,

            @CodePointLength(max = 20, message = FaultCode.TOO_LONG) @Nullable String gender,

            @Valid Address address) {

        static Contact read(SentObject sent) {
            Contact contact = new Contact(
                    sent.text("firstName"),
                    sent.text("lastName"),
                    sent.text("emailAddress"),
                    sent.text("phoneNumber"),
                    sent.text("gender"),
                    Address.read(sent.object("address")));
            sent.refuseTheRest();
            return contact;
        }

        @Override
        public String toString() {
            return "Contact[…]";
        }
    }

    record Address(
            @CodePointLength(max = 20, message = FaultCode.TOO_LONG) @Nullable String postcode,

            @CodePointLength(max = 100, message = FaultCode.TOO_LONG) @Nullable String city,

            @CodePointLength(max = 100, message = FaultCode.TOO_LONG) @Nullable String state,

            @Nullable String country) {

        static Address read(SentObject sent) {
            Address address =
                    new Address(sent.text("postcode"), sent.text("city"), sent.text("state"), sent.text("country"));
            sent.refuseTheRest();
            return address;
        }

        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record Vehicle(
            @CodePointLength(max = 200, message = FaultCode.TOO_LONG) @Nullable String name) {

        static Vehicle read(SentObject sent) {
            Vehicle vehicle = new Vehicle(sent.text("name"));
            sent.refuseTheRest();
            return vehicle;
        }
    }

    static Sent read(JsonNode json, Faults faults) {
        SentObject sent = SentObject.root(json, faults);
        Sent all = new Sent(
                sent.text("externalReferenceId"),
                sent.text("campaignId"),
                sent.text("enquiryType"),
                sent.text("enquiryDateTime"),
                sent.text("acquisitionChannel"),
                sent.text("ipAddress"),
                Contact.read(sent.object("contact")),
                consents(sent.object("optInConsents")),
                Vehicle.read(sent.object("vehicle")),
                sent.object("attributes").texts());
        sent.refuseTheRest();
        return all;
    }

    private static Lead.Consents consents(SentObject sent) {
        Lead.Consents consents =
                new Lead.Consents(sent.bool("email"), sent.bool("phone"), sent.bool("sms"), sent.bool("post"));
        sent.refuseTheRest();
        return consents;
    }

    @Override
    public String toString() {
        return "Sent[…]";
    }
}
