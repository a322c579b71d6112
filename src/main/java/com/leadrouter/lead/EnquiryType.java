package com.leadrouter.lead;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What the person asks for; the words are CAP's (CAP contract, section 2.1). */
public enum EnquiryType {
    TEST_DRIVE("Test Drive"),
    QUOTATION("Quotation"),
    RETAILER_CONTACT("Retailer Contact"),
    KMI("KMI"),
    INTEREST_ONLY("Interest Only"),
    REGISTER_OF_INTEREST("Register Of Interest");

    private final String text;

    EnquiryType(String text) {
        this.text = text;
    }

    @JsonValue
    public String text() {
        return text;
    }

    /** Reads the text, letter case forgiven. */
    public static Optional<EnquiryType> of(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text.equalsIgnoreCase(text))
                .findFirst();
    }
}
