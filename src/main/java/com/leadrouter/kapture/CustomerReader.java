package com.leadrouter.kapture;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.lead.PhoneNumbers;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a customer as Get and Pull tell of one (Kapture contract, sections 6 and 7), in the tenant's time zone. */
record CustomerReader(ZoneId zone) {

    private static final String CREATED = "generationdate";
    private static final String MODIFIED = "lastmodificationtime";

    // What Kapture sends has no prefix: it takes Indian numbers.
    private static final String COUNTRY = "IN";

    // Get has no flags for it; what stands for hidden digits is no part of a number elsewhere.
    private static final Pattern MASK_OF_PHONE = Pattern.compile("[xX*#•]{2}");
    private static final Pattern MASK_OF_EMAIL = Pattern.compile("\\*{2}|•|[xX]{4}");

    /** The properties that are read, on whatever level; all others may be skipped. */
    static boolean reads(String plainName) {
        return switch (plainName) {
            case "id",
                    "name",
                    "companyphone",
                    "generationdate",
                    "lastmodificationtime",
                    "deleted",
                    "contacts",
                    "contactperson",
                    "phone",
                    "phonecountrycode",
                    "email",
                    "isprimarycontact",
                    "ismobilemasked",
                    "isemailmasked",
                    "year",
                    "month",
                    "dayofmonth",
                    "hourofday",
                    "minute",
                    "second" -> true;
            default -> false;
        };
    }

    /** The customer, or nothing where it has no id. */
    Optional<RemoteCustomer> read(JsonNode customer) {
        return KaptureBody.id(KaptureJson.property(customer, "id")).map(id -> read(id, customer));
    }

    /** Whether the customer has a date that cannot be read, and so is told without. */
    static boolean hasUnreadableDate(JsonNode customer) {
        return Stream.of(CREATED, MODIFIED)
                .anyMatch(name -> KaptureDates.isUnreadable(KaptureJson.property(customer, name)));
    }

    private RemoteCustomer read(CustomerId id, JsonNode customer) {
        JsonNode contact = contact(KaptureJson.property(customer, "contacts"));
        @Nullable String phone = first(text(customer, "companyphone"), text(contact, "phone"));
        @Nullable String email = text(contact, "email");
        boolean phoneMasked = flag(contact, "ismobilemasked") || hides(MASK_OF_PHONE, phone);
        boolean emailMasked = flag(contact, "isemailmasked") || hides(MASK_OF_EMAIL, email);
        return new RemoteCustomer(
                id,
                first(text(customer, "name"), text(contact, "contactperson")),
                phoneMasked ? null : e164(phone, text(contact, "phonecountrycode")),
                emailMasked ? null : address(email),
                phoneMasked,
                emailMasked,
                time(customer, CREATED),
                time(customer, MODIFIED),
                flag(customer, "deleted"));
    }

    private static JsonNode contact(JsonNode contacts) {
        List<JsonNode> all = contacts.isArray() ? contacts.valueStream().toList() : List.of(contacts);
        return all.stream()
                .filter(contact -> flag(contact, "isprimarycontact"))
                .findFirst()
                .orElseGet(() -> all.isEmpty() ? contacts : all.getFirst());
    }

    private @Nullable Instant time(JsonNode customer, String name) {
        return KaptureDates.read(KaptureJson.property(customer, name))
                .map(local -> local.atZone(zone).toInstant())
                .orElse(null);
    }

    private static @Nullable String e164(@Nullable String phone, @Nullable String countryCode) {
        if (phone == null) {
            return null;
        }
        Stream<String> readings = countryCode == null ? Stream.of(phone) : Stream.of(plus(countryCode) + phone, phone);
        return readings.flatMap(text -> PhoneNumbers.e164(text, COUNTRY).stream())
                .findFirst()
                .orElse(null);
    }

    private static String plus(String countryCode) {
        return countryCode.startsWith("+") ? countryCode : "+" + countryCode;
    }

    private static @Nullable String address(@Nullable String email) {
        return email == null || !email.contains("@") ? null : email.toLowerCase(Locale.ROOT);
    }

    private static boolean hides(Pattern mask, @Nullable String text) {
        return text != null && mask.matcher(text).find();
    }

    private static boolean flag(JsonNode object, String name) {
        return KaptureJson.property(object, name).asBoolean();
    }

    // A number where text is due may be one; 0 and 0.0 are how Kapture writes none.
    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = KaptureJson.property(object, name);
        if (value.isNumber()) {
            return value.decimalValue().signum() == 0
                    ? null
                    : value.decimalValue().toPlainString();
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        return text.isEmpty() || text.matches("0(\\.0)?") ? null : text;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
