package com.leadrouter.standin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a Pull asks for, in the tenant's local time, first and last second included (Kapture contract, section 7). */
record PullDates(LocalDateTime first, LocalDateTime last) {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Reads both dates; what is wrong with them goes to the violations. */
    static Optional<PullDates> read(String start, String end, List<String> violations) {
        boolean dates = DATE.matcher(start).matches();
        if (dates != DATE.matcher(end).matches()) {
            violations.add("start_date and end_date are of two forms");
            return Optional.empty();
        }
        try {
            PullDates read = dates
                    ? new PullDates(
                            LocalDate.parse(start).atStartOfDay(),
                            LocalDate.parse(end).plusDays(1).atStartOfDay().minusSeconds(1))
                    : new PullDates(LocalDateTime.parse(start, DATE_TIME), LocalDateTime.parse(end, DATE_TIME));
            read.check(violations);
            return Optional.of(read);
        } catch (DateTimeException wrong) {
            violations.add("start_date or end_date is no date");
            return Optional.empty();
        }
    }

    private void check(List<String> violations) {
        Duration asked = Duration.between(first, last);
        if (asked.isNegative()) {
            violations.add("end_date is before start_date");
        }
        if (asked.compareTo(LONGEST) > 0) {
            violations.add("more than 24 hours");
        }
    }

    boolean include(LocalDateTime time) {
        LocalDateTime second = time.truncatedTo(ChronoUnit.SECONDS);
        return !second.isBefore(first) && !second.isAfter(last);
    }
}
