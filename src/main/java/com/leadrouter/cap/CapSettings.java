package com.leadrouter.cap;

import static com.leadrouter.platform.InvalidSetting.check;
import static com.leadrouter.platform.InvalidSetting.required;

import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.WebAddress;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one CAP Gateway is spoken to: {@code lead-router.destinations.<name>} without the keys that other modules read
 * there. The API key is a secret and not in the text form.
 */
record CapSettings(
        URI baseUrl,
        String apiKey,
        @DefaultValue ConsentNames consentNames,
        @DefaultValue("yyyy-MM-dd'T'HH:mm:ss") String enquiryDateTimePattern,
        @DefaultValue Map<String, Campaign> campaigns,
        @DefaultValue("false") boolean strictCampaigns) {

    // What a header can carry; beyond that the key is opaque.
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]+");
    // The hyphenated form only, as in CAP's example: .NET reads no other out of JSON.
    private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    CapSettings {
        WebAddress.required("base-url", baseUrl);
        required("api-key", apiKey);
        check(HEADER_VALUE.matcher(apiKey).matches(), "api-key", "must have printable ASCII characters only");
        checkPattern(enquiryDateTimePattern);
        campaigns = Collections.unmodifiableMap(new LinkedHashMap<>(campaigns));
        checkIds(campaigns);
        check(
                !strictCampaigns || !campaigns.isEmpty(),
                "strict-campaigns",
                "refuses every lead as long as campaigns lists none");
    }

    /** What CAP calls our four channels of consent; its names are not documented (CAP contract, section 12). */
    record ConsentNames(
            @DefaultValue("email") String email,
            @DefaultValue("phone") String phone,
            @DefaultValue("sms") String sms,
            @DefaultValue("post") String post) {

        ConsentNames {
            required("email", email);
            required("phone", phone);
            required("sms", sms);
            required("post", post);
            TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            Stream.of(email, phone, sms, post).forEach(names::add);
            check(names.size() == 4, "", "must be four different names, letter case aside");
        }
    }

    /** What CAP asks of the leads of one campaign; no vehicles listed means any. */
    record Campaign(
            @DefaultValue("optional") Need phone,
            @DefaultValue("omit") Need postcode,
            @DefaultValue List<String> vehicles) {

        static final Campaign UNLISTED = new Campaign(Need.OPTIONAL, Need.OMIT, List.of());

        Campaign {
            check(vehicles.stream().noneMatch(String::isBlank), "vehicles", "must not have blank names");
            vehicles = List.copyOf(vehicles);
        }
    }

    /** Whether a campaign takes a value. */
    enum Need {
        REQUIRED,
        OPTIONAL,
        OMIT
    }

    /** The campaign of this id, letter case aside, with the id as it is listed. */
    Optional<Map.Entry<String, Campaign>> listed(String campaignId) {
        return campaigns.entrySet().stream()
                .filter(campaign -> campaign.getKey().equalsIgnoreCase(campaignId))
                .findFirst();
    }

    static boolean isCampaignId(String text) {
        return GUID.matcher(text).matches();
    }

    /** The moment as CAP reads it: in UTC, by the pattern. */
    String enquiryDateTime(Instant moment) {
        return format(enquiryDateTimePattern, moment);
    }

    private static String format(String pattern, Instant moment) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(moment.atZone(ZoneOffset.UTC));
    }

    private static void checkPattern(String pattern) {
        required("enquiry-date-time-pattern", pattern);
        try {
            format(pattern, Instant.EPOCH);
        } catch (IllegalArgumentException | DateTimeException unusable) {
            throw new InvalidSetting("enquiry-date-time-pattern", "must be a pattern that can write a date and time");
        }
    }

    private static void checkIds(Map<String, Campaign> campaigns) {
        TreeSet<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        campaigns.keySet().forEach(id -> {
            check(isCampaignId(id), "campaigns." + id, "must be a GUID with hyphens");
            check(ids.add(id), "campaigns." + id, "is listed twice, letter case aside");
        });
    }

    @Override
    public String toString() {
        return "CapSettings[baseUrl=" + baseUrl + ", apiKey=****, campaigns=" + campaigns.keySet() + ", …]";
    }
}
