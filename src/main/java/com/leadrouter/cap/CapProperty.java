package com.leadrouter.cap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The properties that CAP's validation messages name, and what each message means to us (CAP contract, section 6). */
enum CapProperty {
    METADATA("metadata", Reading.CONFIGURATION),
    ENQUIRY_DATE_TIME("metadata.enquirydatetime", Reading.DATA),
    ENQUIRY_TYPE("metadata.enquirytype", Reading.CONFIGURATION),
    ENQUIRY_SOURCE("metadata.enquirysource", Reading.CONFIGURATION),
    ACQUISITION_CHANNEL("metadata.enquirysource.acquisitionchannel", Reading.CONFIGURATION),
    VEHICLE("vehicle", Reading.CONFIGURATION),
    VEHICLE_NAME("vehicle.name", Reading.CONFIGURATION),
    CONTACT_DETAIL("contactdetail", Reading.DATA),
    FIRST_NAME("contactdetail.firstname", Reading.DATA),
    LAST_NAME("contactdetail.lastname", Reading.DATA),
    EMAIL_ADDRESS("contactdetail.emailaddress", Reading.DATA),
    PHONE_NUMBER("contactdetail.phonenumber", Reading.DATA),
    ADDRESS("contactdetail.address", Reading.DATA),
    POSTCODE("contactdetail.address.postcode", Reading.DATA),
    OPT_IN_CONSENTS("optinconsents", Reading.CONFIGURATION);

    /** Whose fault a message tells of: the lead's, or that of how we are set up. */
    enum Reading {
        DATA,
        CONFIGURATION
    }

    private static final Pattern NOT_IN_PATHS = Pattern.compile("^[^a-z]+|[^a-z.]+");

    private final String path;
    private final Reading reading;

    CapProperty(String path, Reading reading) {
        this.path = path;
        this.reading = reading;
    }

    /** A property that is in no table is read as its nearest parent that is; one without any as configuration. */
    static Reading reading(String path, String message) {
        return nearest(path).map(property -> property.reading(message)).orElse(Reading.CONFIGURATION);
    }

    // Rows 13 and 14 share a path: one campaign takes no address, another wants one.
    private Reading reading(String message) {
        return this == ADDRESS && message.toLowerCase(Locale.ROOT).contains("must be empty")
                ? Reading.CONFIGURATION
                : reading;
    }

    private static Optional<CapProperty> nearest(String path) {
        String sought = NOT_IN_PATHS.matcher(path.toLowerCase(Locale.ROOT)).replaceAll("");
        while (!sought.isEmpty()) {
            Optional<CapProperty> found = of(sought);
            if (found.isPresent()) {
                return found;
            }
            sought = sought.substring(0, Math.max(0, sought.lastIndexOf('.')));
        }
        return Optional.empty();
    }

    private static Optional<CapProperty> of(String sought) {
        return Arrays.stream(values())
                .filter(property -> property.path.equals(sought) || property.path.endsWith("." + sought))
                .findFirst();
    }
}
