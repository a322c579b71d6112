package com.leadrouter.operations;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.ValueRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A time that an operator asks about: from the one moment to before the other. */
public record Period(Instant from, Instant to) {

    static final Duration USUAL = Duration.ofHours(24);
    static final Duration LONGEST = Duration.ofDays(366);

    public static final String RULE =
            "from and to are ISO dates or date-times of the years 1970 to 9999, from the earlier one,"
                    + " at most 366 days apart.";

    private static final ValueRange YEARS = ValueRange.of(1970, 9999);

    /**
     * Reads ISO dates, each whole and in the zone, or date-times, with their own offset or in the zone. Without an end it
     * is now, without a beginning a day before the end; nothing where they cannot be read or do not make a time.
     */
    public static Optional<Period> read(@Nullable String from, @Nullable String to, ZoneId zone, Instant now) {
        try {
            Instant end = to == null || to.isBlank() ? now : moment(to, zone, 1);
            Instant begin = from == null || from.isBlank() ? end.minus(USUAL) : moment(from, zone, 0);
            boolean fine = begin.isBefore(end) && Duration.between(begin, end).compareTo(LONGEST) <= 0;
            return fine ? Optional.of(new Period(begin, end)) : Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** One such moment; nothing where it cannot be read. */
    static Optional<Instant> point(String text, ZoneId zone, int daysAfter) {
        try {
            return Optional.of(moment(text, zone, daysAfter));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A date is read as its beginning, so many days later. */
    static Instant moment(String text, ZoneId zone, int daysAfter) {
        // A plus that nobody has encoded arrives as a blank.
        String plain = text.strip().replace(' ', '+');
        TemporalAccessor read = plain.contains("T")
                ? DateTimeFormatter.ISO_DATE_TIME.parseBest(plain, OffsetDateTime::from, LocalDateTime::from)
                : LocalDate.parse(plain);
        YEARS.checkValidValue(read.get(ChronoField.YEAR), ChronoField.YEAR);
        return switch (read) {
            case OffsetDateTime moment -> moment.toInstant();
            case LocalDateTime local -> local.atZone(zone).toInstant();
            case LocalDate day -> day.plusDays(daysAfter).atStartOfDay(zone).toInstant();
            default -> throw new DateTimeException("neither a date nor a date-time");
        };
    }
}
