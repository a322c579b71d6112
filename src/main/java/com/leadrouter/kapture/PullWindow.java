package com.leadrouter.kapture;

import com.leadrouter.kapture.KaptureSettings.DateForm;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one pull asks for: the time from {@code from} to before {@code to}, and the dates that say so in the tenant's
 * local time, both inclusive (Kapture contract, sections 3.1 and 7).
 */
record PullWindow(Instant from, Instant to, String startDate, String endDate) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    PullWindow {
        // A date that Kapture cannot read gives the same answer as a day without customers.
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window ends after it begins");
        }
    }

    /**
     * Cuts the time from {@code from} to before {@code to} into windows without a gap: with dates the local days that it
     * touches, each whole; with times at every local midnight, and once more where a day has more than 24 hours.
     */
    static List<PullWindow> cut(Instant from, Instant to, ZoneId zone, DateForm form) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        List<PullWindow> windows = new ArrayList<>();
        Instant start =
                form == DateForm.DATE ? day(from, zone).atStartOfDay(zone).toInstant() : floor(from);
        while (start.isBefore(to)) {
            LocalDate day = day(start, zone);
            Instant nextDay = day.plusDays(1).atStartOfDay(zone).toInstant();
            Instant end = switch (form) {
                case DATE -> nextDay;
                case DATE_TIME -> earliest(nextDay, start.plus(LONGEST), ceiling(to));
            };
            windows.add(
                    switch (form) {
                        case DATE -> new PullWindow(start, end, day.toString(), day.toString());
                        case DATE_TIME ->
                            new PullWindow(start, end, atOrBefore(start, zone), atOrAfter(end.minusSeconds(1), zone));
                    });
            start = end;
        }
        return List.copyOf(windows);
    }

    // Where the clocks go back, a local time says two things. Who asks for a second more is told nothing wrong.
    private static String atOrBefore(Instant instant, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        @Nullable ZoneOffsetTransition twice = overlap(local, zone);
        return SECONDS.format(twice == null ? local : twice.getDateTimeAfter().minusSeconds(1));
    }

    private static String atOrAfter(Instant instant, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        @Nullable ZoneOffsetTransition twice = overlap(local, zone);
        return SECONDS.format(twice == null ? local : twice.getDateTimeBefore());
    }

    private static @Nullable ZoneOffsetTransition overlap(LocalDateTime local, ZoneId zone) {
        @Nullable ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        return transition != null && transition.isOverlap() ? transition : null;
    }

    private static LocalDate day(Instant instant, ZoneId zone) {
        return LocalDate.ofInstant(instant, zone);
    }

    private static Instant floor(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant ceiling(Instant instant) {
        Instant floor = floor(instant);
        return floor.equals(instant) ? floor : floor.plusSeconds(1);
    }

    private static Instant earliest(Instant one, Instant two, Instant three) {
        Instant first = one.isBefore(two) ? one : two;
        return first.isBefore(three) ? first : three;
    }
}
