package com.leadrouter.standin;

import java.util.List;

/**
 * How the stand-in for CAP is set up.
 *
 * @param port 0 for any that is free
 * @param dateTimePattern of {@code metadata.enquiryDateTime}, as for {@link java.time.format.DateTimeFormatter}
 * @param consents the names of the four consent properties
 */
public record CapSettings(int port, String apiKey, String dateTimePattern, List<String> consents) {

    public CapSettings {
        consents = List.copyOf(consents);
    }

    public static CapSettings defaults() {
        return new CapSettings(
                0,
                "0123456789abcdef0123456789abcdef",
                "yyyy-MM-dd'T'HH:mm:ss",
                List.of("email", "phone", "sms", "post"));
    }

    public CapSettings withPort(int other) {
        return new CapSettings(other, apiKey, dateTimePattern, consents);
    }

    public CapSettings withApiKey(String other) {
        return new CapSettings(port, other, dateTimePattern, consents);
    }

    public CapSettings withDateTimePattern(String other) {
        return new CapSettings(port, apiKey, other, consents);
    }

    public CapSettings withConsents(List<String> other) {
        return new CapSettings(port, apiKey, dateTimePattern, other);
    }
}
