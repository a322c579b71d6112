package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the pages write times, numbers and the tone of a state; public methods are for the templates. */
final class Shown {

    // The zone is the viewer's own where his browser runs scripts.
    private final DateTimeFormatter moment;
    private final DateTimeFormatter day;
    private final DateTimeFormatter clock;
    private final DateTimeFormatter exact;
    private final NumberFormat numbers;

    Shown(Locale locale) {
        this.moment = pattern("d MMM, HH:mm:ss 'UTC'", locale);
        this.day = pattern("d MMM yyyy", locale);
        this.clock = pattern("HH:mm", locale);
        this.exact = pattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", locale);
        this.numbers = NumberFormat.getIntegerInstance(locale);
    }

    private static DateTimeFormatter pattern(String pattern, Locale locale) {
        return DateTimeFormatter.ofPattern(pattern, locale).withZone(ZoneOffset.UTC);
    }

    public String moment(Instant time) {
        return moment.format(time);
    }

    public String day(Instant time) {
        return day.format(time);
    }

    public String clock(Instant time) {
        return clock.format(time);
    }

    public String exact(Instant time) {
        return exact.format(time);
    }

    public String number(long number) {
        return numbers.format(number);
    }

    /** The two largest units: {@code 2 d 4 h}. */
    public String seconds(double seconds) {
        Duration time = Duration.ofSeconds((long) seconds);
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }

    public String millis(long millis) {
        return millis < 10_000 ? numbers.format(millis) + " ms" : seconds(millis / 1000.0);
    }

    public String tone(DeliveryStatus status) {
        return switch (status) {
            case PENDING -> "wait";
            case DELIVERED -> "good";
            case REJECTED, DEAD -> "bad";
            case HELD -> "warn";
            case CANCELLED -> "off";
        };
    }

    public String tone(LeadStatus status) {
        return switch (status) {
            case ACCEPTED -> "wait";
            case DELIVERED -> "good";
            case PARTIALLY_DELIVERED, UNROUTED -> "warn";
            case FAILED -> "bad";
            case DUPLICATE, SPAM, ERASED -> "off";
        };
    }

    public String tone(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> "good";
            case EXISTS, NOT_FOUND -> "wait";
            case REJECTED_DATA, REJECTED_CONFIGURATION, UNAUTHORIZED -> "bad";
            case THROTTLED, FAILED, UNREACHABLE, UNKNOWN -> "warn";
        };
    }
}
