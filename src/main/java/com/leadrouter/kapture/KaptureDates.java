package com.leadrouter.kapture;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/**
 * The forms of dates in Kapture's answers, in the tenant's local time (Kapture contract, section 3.1). What lies before
 * 1970 or beyond the last full day of 9999 is none: systems write so what they do not know, and no database holds all of it.
 */
final class KaptureDates {

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("MMM d, yyyy[,] h:mm:ss a")
            .toFormatter(Locale.ENGLISH);

    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final LocalDateTime FIRST = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final LocalDateTime END = LocalDateTime.of(9999, 12, 31, 0, 0);

    private KaptureDates() {}

    static Optional<LocalDateTime> read(JsonNode node) {
        try {
            if (node.isTextual()) {
                return Optional.of(text(node.asText())).filter(KaptureDates::canBe);
            }
            return node.isObject() ? Optional.of(calendar(node)).filter(KaptureDates::canBe) : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether something stands where a date is due that is none. */
    static boolean isUnreadable(JsonNode node) {
        boolean blank = node.isMissingNode()
                || node.isNull()
                || (node.isContainerNode()
                        ? node.isEmpty()
                        : node.asText().strip().matches("(0(\\.0)?)?"));
        return !blank && read(node).isEmpty();
    }

    private static boolean canBe(LocalDateTime date) {
        return !date.isBefore(FIRST) && date.isBefore(END);
    }

    private static LocalDateTime text(String text) {
        // Newer Java writes a narrow blank before AM and PM.
        String collapsed = text.replaceAll("[\\s\\p{Z}]+", " ").strip();
        return LocalDateTime.parse(collapsed, collapsed.matches("\\d.*") ? DIGITS : TEXT);
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
