package com.leadrouter.kapture;

import com.leadrouter.kapture.KaptureSettings.OnExisting;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Lead.Contact;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A lead as the bodies of Add and Update: all values strings, {@code ""} for what is unknown (sections 4.1 and 5). */
final class KaptureRequests {

    // Here the person knows better than the configuration; elsewhere the configuration has the first word.
    private static final Set<AddField> PERSON_FIRST =
            EnumSet.of(AddField.COUNTRY, AddField.STATE, AddField.CITY, AddField.GENDER);

    private static final List<AddField> SOURCE_FIELDS =
            List.of(AddField.CAMPAIGN_NAME, AddField.SEC_SOURCE, AddField.TERT_SOURCE);

    private final AddDefaults defaults;
    private final OnExisting onExisting;

    KaptureRequests(AddDefaults defaults, OnExisting onExisting) {
        this.defaults = defaults;
        this.onExisting = onExisting;
    }

    /** All 21 fields. */
    Map<String, String> add(Lead lead) {
        Map<String, String> body = new LinkedHashMap<>();
        for (AddField field : AddField.values()) {
            body.put(field.wireName(), value(field, lead));
        }
        return body;
    }

    /**
     * The four keys of Update, {@code ""} for what is to stay, and the trace of this enquiry: its source fields. No
     * others: an enquiry must not move a customer to another agent, nor a default to another country.
     */
    Map<String, String> update(Lead lead, CustomerId id, ContactParts parts) {
        Map<String, String> body = new LinkedHashMap<>();
        boolean rename = onExisting == OnExisting.UPDATE;
        put(body, AddField.CUSTOMER_NAME, rename ? value(AddField.CUSTOMER_NAME, lead) : "");
        put(body, AddField.PHONE, parts.phone() ? value(AddField.PHONE, lead) : "");
        put(body, AddField.EMAIL_ID, parts.email() ? value(AddField.EMAIL_ID, lead) : "");
        put(body, AddField.KAPTURE_CUSTOMER_ID, id.toString());
        if (parts.phone()) {
            putIfAny(body, AddField.COUNTRY_CODE, lead);
        }
        SOURCE_FIELDS.forEach(field -> putIfAny(body, field, lead));
        return body;
    }

    /** The parts that an Update may change at all, of those that the flow wants to. */
    ContactParts allowed(ContactParts wanted) {
        return switch (onExisting) {
            case UPDATE -> wanted;
            case SOURCE_ONLY -> ContactParts.NONE;
        };
    }

    private void putIfAny(Map<String, String> body, AddField field, Lead lead) {
        String value = value(field, lead);
        if (!value.isEmpty()) {
            put(body, field, value);
        }
    }

    private static void put(Map<String, String> body, AddField field, String value) {
        body.put(field.wireName(), value);
    }

    private String value(AddField field, Lead lead) {
        String configured = defaults.fill(field, lead);
        String persons = ofPerson(field, lead.contact());
        boolean personFirst = PERSON_FIRST.contains(field);
        String first = personFirst ? persons : configured;
        return first.isBlank() ? (personFirst ? configured : persons) : first;
    }

    private static String ofPerson(AddField field, Contact contact) {
        return switch (field) {
            case CUSTOMER_NAME, CONTACT_PERSON_NAME -> contact.fullName();
            case PHONE, CONTACT_PERSON_PHONE ->
                KapturePhone.of(contact.phoneNumber()).map(KapturePhone::digits).orElse("");
            case EMAIL_ID, CONTACT_PERSON_EMAIL -> orBlank(contact.emailAddress());
            case COUNTRY -> englishName(contact.address().country());
            case STATE -> orBlank(contact.address().state());
            case CITY -> orBlank(contact.address().city());
            case GENDER -> letter(contact.gender());
            case ZONE,
                    CAMPAIGN_NAME,
                    SEC_SOURCE,
                    TERT_SOURCE,
                    CUSTOMER_ASSIGN_EMP_CODE,
                    CUSTOMER_ASSIGN_EMP_NAME,
                    CUSTOMER_ASSIGN_EMP_EMAIL,
                    KAPTURE_CUSTOMER_ID,
                    CONTACT_ID,
                    ADDITIONAL_CONTACT_PHONE,
                    COUNTRY_CODE -> "";
        };
    }

    private static String englishName(@Nullable String country) {
        return country == null ? "" : Locale.of("", country).getDisplayCountry(Locale.ENGLISH);
    }

    private static String letter(@Nullable String gender) {
        return switch (orBlank(gender).strip().toLowerCase(Locale.ROOT)) {
            case "m", "male", "man" -> "M";
            case "f", "female", "woman" -> "F";
            default -> "";
        };
    }

    private static String orBlank(@Nullable String text) {
        return text == null ? "" : text;
    }
}
