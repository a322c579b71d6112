package com.leadrouter.lead;

import org.jspecify.annotations.Nullable;

/**
 * What a source says of the leads that it hands in, where they do not say it themselves: the region (ISO 3166 code)
 * of phone numbers and the country, the campaign, the enquiry type, the acquisition channel.
 */
public record LeadDefaults(
        String source,
        @Nullable String region,
        @Nullable String campaignId,
        @Nullable EnquiryType enquiryType,
        @Nullable String acquisitionChannel) {}
