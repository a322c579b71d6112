package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "120, 120", "' 7 ', 7", "-5, 0", "9223372036854775807, 9223372036854775807"})
    void secondsAreTimeFromNow(String value, long seconds) {
        assertThat(RetryAfter.of(headers(value, null))).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void aDateIsReadAgainstTheSendersOwnClock() {
        assertThat(RetryAfter.of(headers("Sat, 21 Nov 2015 10:22:00 GMT", "Sat, 21 Nov 2015 10:20:00 GMT")))
                .contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.of(headers("Saturday, 21-Nov-15 10:22:00 GMT", "Sat, 21 Nov 2015 10:20:00 GMT")))
                .contains(Duration.ofMinutes(2));
    }

    @Test
    void aDateInThePastIsNow() {
        assertThat(RetryAfter.of(headers("Sat, 21 Nov 2015 10:19:00 GMT", "Sat, 21 Nov 2015 10:20:00 GMT")))
                .contains(Duration.ZERO);
    }

    @Test
    void withoutTheSendersClockOursServes() {
        String inTenMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        assertThat(RetryAfter.of(headers(inTenMinutes, null)).orElseThrow())
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(RetryAfter.of(headers(inTenMinutes, "today")).orElseThrow())
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5", "99999999999999999999999", "21 Nov 2015", "12s", "0x10"})
    void whatCannotBeReadIsNotThere(String value) {
        assertThat(RetryAfter.of(headers(value, null))).isEmpty();
    }

    @Test
    void noHeaderNoWait() {
        assertThat(RetryAfter.of(new HttpHeaders())).isEmpty();
    }

    private static HttpHeaders headers(String retryAfter, @Nullable String date) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        if (date != null) {
            headers.set(HttpHeaders.DATE, date);
        }
        return headers;
    }
}
