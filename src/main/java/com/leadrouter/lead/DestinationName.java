package com.leadrouter.lead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a configured destination: lower-case letters, digits and hyphens, at most 40 characters. */
public record DestinationName(@JsonValue String value) implements Comparable<DestinationName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    @JsonCreator
    public DestinationName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a destination's name has lower-case letters, digits and hyphens only");
        }
    }

    /** Reads what somebody gives for a name; nothing where it can be none. */
    public static Optional<DestinationName> read(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new DestinationName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(DestinationName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
