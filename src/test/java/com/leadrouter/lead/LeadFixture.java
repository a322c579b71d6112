package com.leadrouter.lead;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lead about which a test says only what it is about. */
public final class LeadFixture {

    private String source = "website-uk";
    private @Nullable String campaignId = "966c7488-bfa7-45b5-8510-d26ba3008879";
    private @Nullable EnquiryType enquiryType = EnquiryType.TEST_DRIVE;
    private @Nullable String country = "GB";
    private @Nullable String vehicle = "Example Vehicle";

    private LeadFixture() {}

    public static LeadFixture aLead() {
        return new LeadFixture();
    }

    public LeadFixture withSource(String source) {
        this.source = source;
        return this;
    }

    public LeadFixture withCampaignId(@Nullable String campaignId) {
        this.campaignId = campaignId;
        return this;
    }

    public LeadFixture withEnquiryType(@Nullable EnquiryType enquiryType) {
        this.enquiryType = enquiryType;
        return this;
    }

    public LeadFixture withCountry(@Nullable String country) {
        this.country = country;
        return this;
    }

    public LeadFixture withVehicle(@Nullable String vehicle) {
        this.vehicle = vehicle;
        return this;
    }

    public Lead build() {
        return new Lead(
                source,
                "web-000123",
                campaignId,
                enquiryType,
                Instant.parse("2026-11-21T10:20:59Z"),
                "Website",
                "203.0.113.7",
                new Lead.Contact(
                        "Ada",
                        "Lovelace",
                        "ada@example.com",
                        "+447700900123",
                        "F",
                        new Lead.Address("SW1A 1AA", "London", null, country)),
                new Lead.Consents(true, false, null, null),
                vehicle == null ? null : new Lead.Vehicle(vehicle),
                Map.of("utm_source", "newsletter"));
    }
}
