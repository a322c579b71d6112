package com.leadrouter.cap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a submission (CAP contract, section 2): what is not known is left out, save the consents, where null
 * says "not asked". Its text form shows no personal data.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CapRequest(
        Metadata metadata,
        ContactDetail contactDetail,
        Map<String, @Nullable Boolean> optInConsents,
        @Nullable Vehicle vehicle) {

    // Of our own: the wire must not change with the application's Jackson settings.
    private static final JsonMapper JSON = new JsonMapper();

    CapRequest {
        optInConsents = Collections.unmodifiableMap(new LinkedHashMap<>(optInConsents));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Metadata(
            @Nullable String campaignId,
            String enquiryDateTime,
            String externalReferenceId,
            @Nullable String enquiryType,
            @Nullable String ipAddress,
            @Nullable EnquirySource enquirySource) {

        @Override
        public String toString() {
            return "Metadata[externalReferenceId=" + externalReferenceId + ", …]";
        }
    }

    record EnquirySource(String acquisitionChannel) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ContactDetail(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String emailAddress,
            @Nullable String phoneNumber,
            @Nullable Address address) {

        @Override
        public String toString() {
            return "ContactDetail[…]";
        }
    }

    record Address(String postcode) {

        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record Vehicle(String name) {}

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "CapRequest[externalReferenceId=" + metadata.externalReferenceId() + ", …]";
    }
}
