package com.leadrouter.kapture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The fields of Add, in the order of the contract (Kapture contract, section 4.1). */
enum AddField {
    CUSTOMER_NAME,
    PHONE,
    EMAIL_ID,
    COUNTRY,
    STATE,
    CITY,
    ZONE,
    CAMPAIGN_NAME,
    SEC_SOURCE("secSource"),
    TERT_SOURCE("tertSource"),
    CUSTOMER_ASSIGN_EMP_CODE,
    CUSTOMER_ASSIGN_EMP_NAME,
    CUSTOMER_ASSIGN_EMP_EMAIL,
    KAPTURE_CUSTOMER_ID,
    CONTACT_ID,
    CONTACT_PERSON_NAME,
    CONTACT_PERSON_PHONE,
    CONTACT_PERSON_EMAIL,
    ADDITIONAL_CONTACT_PHONE,
    COUNTRY_CODE,
    GENDER;

    private final String wireName;

    AddField() {
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    AddField(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** The field of that name, in kebab case, as on the wire, or as an environment variable leaves it. */
    static Optional<AddField> named(String key) {
        return Arrays.stream(values())
                .filter(field -> KaptureJson.plain(field.wireName).equals(KaptureJson.plain(key)))
                .findFirst();
    }
}
