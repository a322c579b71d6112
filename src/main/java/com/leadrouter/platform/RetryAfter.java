package com.leadrouter.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The header {@code Retry-After} (RFC 9110, 10.2.3) in both its forms, as time from now. */
final class RetryAfter {

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers) {
        String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip()))));
        } catch (NumberFormatException noSeconds) {
            return untilDate(headers);
        }
    }

    // Against the sender's own clock where it tells it: only the difference matters.
    private static Optional<Duration> untilDate(HttpHeaders headers) {
        @Nullable ZonedDateTime until = date(headers, HttpHeaders.RETRY_AFTER);
        if (until == null) {
            return Optional.empty();
        }
        @Nullable ZonedDateTime sent = date(headers, HttpHeaders.DATE);
        Instant now = sent == null ? Instant.now() : sent.toInstant();
        Duration left = Duration.between(now, until.toInstant());
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    private static @Nullable ZonedDateTime date(HttpHeaders headers, String name) {
        try {
            return headers.getFirstZonedDateTime(name);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
