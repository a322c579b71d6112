package com.leadrouter.kapture;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/** The two forms of dates in Kapture's answers, in the tenant's local time (Kapture contract, section 3.1). */
final class KaptureDates {

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("MMM d, yyyy[,] h:mm:ss a")
            .toFormatter(Locale.ENGLISH);

    private KaptureDates() {}

    static Optional<LocalDateTime> read(JsonNode node) {
        try {
            if (node.isTextual()) {
                // Newer Java writes a narrow blank before AM and PM.
                String text = node.asText().replaceAll("[\\s\\p{Z}]+", " ").strip();
                return Optional.of(LocalDateTime.parse(text, TEXT));
            }
            return node.isObject() ? Optional.of(calendar(node)) : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    // Java's Calendar written out: its months count from 0.
    private static LocalDateTime calendar(JsonNode node) {
        return LocalDateTime.of(
                node.path("year").asInt(),
                node.path("month").asInt() + 1,
                node.path("dayOfMonth").asInt(),
                node.path("hourOfDay").asInt(),
                node.path("minute").asInt(),
                node.path("second").asInt());
    }
}
