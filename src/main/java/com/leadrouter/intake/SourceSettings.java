package com.leadrouter.intake;

import com.leadrouter.lead.Countries;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.platform.InvalidSetting;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What is configured of the leads of one source: {@code lead-router.sources.<name>}. */
record SourceSettings(
        @Nullable String region,
        @DefaultValue Defaults defaults,
        @DefaultValue("100") int rateLimit,
        @DefaultValue("5m") Duration duplicateWindow) {

    static final String PREFIX = "lead-router.sources";

    private static final Duration LONGEST_WINDOW = Duration.ofDays(365);

    SourceSettings {
        if (region != null) {
            region = region.strip().toUpperCase(Locale.ROOT);
            InvalidSetting.check(Countries.isCode(region), "region", "must be an ISO 3166 country code of two letters");
        }
        InvalidSetting.check(rateLimit >= 0, "rate-limit", "must not be negative");
        InvalidSetting.check(
                !duplicateWindow.isNegative() && duplicateWindow.compareTo(LONGEST_WINDOW) <= 0,
                "duplicate-window",
                "must be from 0 to 365d");
    }

    /** What its leads say where they do not say it themselves. */
    record Defaults(
            @Nullable String campaignId,
            @Nullable String enquiryType,
            @Nullable String acquisitionChannel) {

        Defaults {
            campaignId = text("campaign-id", campaignId, 100);
            acquisitionChannel = text("acquisition-channel", acquisitionChannel, 200);
            enquiryType = text("enquiry-type", enquiryType, 100);
            InvalidSetting.check(
                    enquiryType == null || EnquiryType.of(enquiryType).isPresent(),
                    "enquiry-type",
                    "must be one of CAP's enquiry types");
        }

        // The same limits as in a lead: what is filled in must be as good as what is sent.
        private static @Nullable String text(String key, @Nullable String value, int max) {
            if (value == null) {
                return null;
            }
            String text = InvalidSetting.required(key, value).strip();
            InvalidSetting.check(
                    text.codePointCount(0, text.length()) <= max, key, "must have at most " + max + " characters");
            InvalidSetting.check(
                    text.chars().noneMatch(Character::isISOControl), key, "must have no control characters");
            return text;
        }
    }

    LeadDefaults forLeadsOf(String source) {
        return new LeadDefaults(
                source,
                region,
                defaults.campaignId,
                defaults.enquiryType == null
                        ? null
                        : EnquiryType.of(defaults.enquiryType).orElseThrow(),
                defaults.acquisitionChannel);
    }
}
