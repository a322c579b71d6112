package com.leadrouter.lead;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Reads moments of enquiry: ISO 8601 with a zone, neither ahead of us nor from another age. */
final class EnquiryTimes {

    // A sender's clock may be a little wrong.
    private static final Duration FORGIVEN = Duration.ofMinutes(5);
    private static final Instant OLDEST = Instant.parse("1900-01-01T00:00:00Z");

    // Java's own ISO formatter knows only +01:00; ISO 8601 also has +0100 and +01.
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    private EnquiryTimes() {}

    static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, FORM).toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    static Optional<String> faultOf(Instant time, Instant now) {
        if (time.isAfter(now.plus(FORGIVEN))) {
            return Optional.of(FaultCode.DATE_TIME_IN_FUTURE);
        }
        return time.isBefore(OLDEST) ? Optional.of(FaultCode.DATE_TIME_TOO_OLD) : Optional.empty();
    }
}
