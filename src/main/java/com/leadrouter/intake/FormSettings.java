package com.leadrouter.intake;

import com.leadrouter.lead.LeadDraft;
import com.leadrouter.platform.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The public web form of a source, where it has one: {@code lead-router.sources.<name>.form}. */
record FormSettings(@Nullable Form form) {

    static final String PREFIX = SourceSettings.PREFIX;

    /**
     * Who may submit the form from where, and what its fields mean.
     *
     * @param rateLimitPerIp submissions a minute, 0 for any number
     * @param fields names that the page uses, each with the field of the lead that it means
     */
    record Form(
            String key,
            List<String> allowedOrigins,
            @Nullable String successUrl,
            @Nullable String honeypot,
            @DefaultValue("10") int rateLimitPerIp,
            @DefaultValue Map<String, String> fields) {

        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,100}");
        private static final int MOST_PER_MINUTE = 1_000_000;

        /** Of the person the request tells where he is, not the page. */
        static final String OF_THE_REQUEST = "ipAddress";

        Form {
            InvalidSetting.required("key", key);
            InvalidSetting.check(
                    KEY.matcher(key).matches(), "key", "must have letters, digits, _ and - only, at most 100");
            allowedOrigins = List.copyOf(InvalidSetting.required("allowed-origins", allowedOrigins));
            InvalidSetting.check(!allowedOrigins.isEmpty(), "allowed-origins", "must have at least one origin");
            originsOf(allowedOrigins);
            InvalidSetting.check(
                    successUrl == null || isWebAddress(successUrl),
                    "success-url",
                    "must be a whole http or https address");
            InvalidSetting.check(
                    rateLimitPerIp >= 0 && rateLimitPerIp <= MOST_PER_MINUTE,
                    "rate-limit-per-ip",
                    "must be from 0 to " + MOST_PER_MINUTE);
            fields = new LinkedHashMap<>(fields);
            fields.forEach((name, field) -> InvalidSetting.check(
                    LeadDraft.hasField(field) && !field.equals(OF_THE_REQUEST),
                    "fields." + name,
                    "must be a field that a form may fill in, such as contact.emailAddress or attributes.colour"));
            InvalidSetting.check(
                    honeypot == null || isTrap(honeypot, fields),
                    "honeypot",
                    "must be the name of a field that means nothing, at most 100 characters");
        }

        List<Origin> origins() {
            return originsOf(allowedOrigins);
        }

        private static List<Origin> originsOf(List<String> origins) {
            return IntStream.range(0, origins.size())
                    .mapToObj(i -> Origin.of(origins.get(i).strip())
                            .orElseThrow(() -> new InvalidSetting(
                                    "allowed-origins[" + i + "]",
                                    "must be an origin such as https://www.example.com, without a path")))
                    .toList();
        }

        private static boolean isWebAddress(String address) {
            try {
                new URI(address);
                return Origin.ofPage(address).isPresent()
                        && address.matches("(?i)https?://.+")
                        && address.chars().allMatch(c -> c > ' ' && c < 127);
            } catch (URISyntaxException e) {
                return false;
            }
        }

        private static boolean isTrap(String name, Map<String, String> fields) {
            return !name.isBlank() && name.length() <= 100 && !LeadDraft.hasField(name) && !fields.containsKey(name);
        }
    }

    Optional<Form> configured() {
        return Optional.ofNullable(form);
    }
}
