package com.leadrouter.lead;

/**
 * The codes of a lead's faults, each with its sentence. Senders' programs switch over them, so a code that has been
 * published keeps its meaning. Destinations add codes of their own for what only they refuse.
 */
public final class FaultCode {

    public static final String UNKNOWN_FIELD = "unknown-field";
    public static final String WRONG_TYPE = "wrong-type";
    public static final String CONTROL_CHARACTER = "control-character";
    public static final String UNPAIRED_SURROGATE = "unpaired-surrogate";
    public static final String REQUIRED = "required";
    public static final String TOO_LONG = "too-long";
    public static final String TOO_MANY = "too-many";
    public static final String INVALID_NAME = "invalid-name";
    public static final String INVALID_EMAIL = "invalid-email";
    public static final String INVALID_PHONE = "invalid-phone";
    public static final String EMAIL_OR_PHONE_REQUIRED = "email-or-phone-required";
    public static final String INVALID_COUNTRY = "invalid-country";
    public static final String INVALID_ENQUIRY_TYPE = "invalid-enquiry-type";
    public static final String INVALID_DATE_TIME = "invalid-date-time";
    public static final String DATE_TIME_IN_FUTURE = "date-time-in-future";
    public static final String DATE_TIME_TOO_OLD = "date-time-too-old";
    public static final String INVALID_IP_ADDRESS = "invalid-ip-address";
    public static final String DUPLICATE_FIELD = "duplicate-field";
    public static final String INVALID_CONSENT = "invalid-consent";

    private FaultCode() {}

    /** What the code means, for people; {@code max} is the limit that was exceeded, where the fault is about one. */
    static String sentence(String code, int max) {
        return switch (code) {
            case UNKNOWN_FIELD -> "There is no such field.";
            case WRONG_TYPE -> "The value has the wrong JSON type.";
            case CONTROL_CHARACTER -> "Control characters are not allowed here.";
            case UNPAIRED_SURROGATE -> "The text holds half of a surrogate pair and is no valid Unicode.";
            case REQUIRED -> "A value is required.";
            case TOO_LONG -> "At most " + max + " characters are allowed.";
            case TOO_MANY -> "At most " + max + " entries are allowed.";
            case INVALID_NAME -> "The name is blank, or the same as another one apart from blanks around it.";
            case INVALID_EMAIL -> "This is not an e-mail address with a complete domain.";
            case INVALID_PHONE ->
                "This is not a possible phone number; where no country is known it needs its international prefix.";
            case EMAIL_OR_PHONE_REQUIRED -> "An e-mail address or a phone number is required.";
            case INVALID_COUNTRY -> "This is not an ISO 3166 country code of two letters.";
            case INVALID_ENQUIRY_TYPE ->
                "This is not one of: Test Drive, Quotation, Retailer Contact, KMI, Interest Only, Register Of Interest.";
            case INVALID_DATE_TIME ->
                "This is not an ISO 8601 date and time with a zone, such as 2026-11-21T10:20:59Z.";
            case DATE_TIME_IN_FUTURE -> "The time is more than 5 minutes ahead.";
            case DATE_TIME_TOO_OLD -> "The time is before the year 1900.";
            case INVALID_IP_ADDRESS -> "This is not a literal IPv4 or IPv6 address.";
            case DUPLICATE_FIELD -> "The field came several times, with different values.";
            case INVALID_CONSENT -> "This is none of: true, on, yes, 1, false, off, no, 0.";
            default -> throw new IllegalArgumentException("no code of a lead's faults: " + code);
        };
    }
}
