package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is sent to retry in bulk; anything may be missing, but something is asked for. */
record BulkRetryRequest(
        @Nullable String destination,
        @Nullable String status,
        @Nullable String outcome,
        @Nullable String campaignId,
        @Nullable String from,
        @Nullable String to,
        @Nullable Boolean dryRun,
        @Nullable String reason) {

    static final BulkRetryRequest NOTHING = new BulkRetryRequest(null, null, null, null, null, null, null, null);

    // Whoever has lost the body on the way does not mean all that ever went wrong.
    private static final String NO_FILTER =
            "There is no filter: at least one of destination, status, outcome, campaignId, from and to is due.";

    /** What it reads as. */
    sealed interface Read {
        record Filter(RetryFilter filter) implements Read {}

        record Wrong(String rule) implements Read {}
    }

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** A blank field asks for nothing. Dates are those of UTC, the last one whole. */
    Read filter(Collection<DestinationName> destinations) {
        if (Stream.of(destination, status, outcome, campaignId, from, to).allMatch(one -> given(one) == null)) {
            return new Read.Wrong(NO_FILTER);
        }
        @Nullable String name = given(destination);
        Optional<DestinationName> at =
                destinations.stream().filter(one -> one.value().equals(name)).findFirst();
        if (name != null && at.isEmpty()) {
            return new Read.Wrong("destination is none of those that are configured.");
        }
        Optional<DeliveryStatus> standing =
                named(DeliveryStatus.values(), status).filter(one -> one != DeliveryStatus.DELIVERED);
        if (given(status) != null && standing.isEmpty()) {
            return new Read.Wrong("status is one of PENDING, REJECTED, HELD, DEAD, CANCELLED.");
        }
        Optional<Outcome> ended = named(Outcome.values(), outcome);
        if (given(outcome) != null && ended.isEmpty()) {
            return new Read.Wrong("outcome is one of " + String.join(", ", names(Outcome.values())) + ".");
        }
        if (campaignId != null && campaignId.chars().anyMatch(Character::isISOControl)) {
            return new Read.Wrong("campaignId has no control characters.");
        }
        try {
            @Nullable Instant begin = moment(from, 0);
            @Nullable Instant end = moment(to, 1);
            return begin != null && end != null && !begin.isBefore(end)
                    ? new Read.Wrong("from is before to.")
                    : new Read.Filter(new RetryFilter(
                            at.orElse(null),
                            standing.orElse(null),
                            ended.orElse(null),
                            given(campaignId),
                            null,
                            begin,
                            end));
        } catch (DateTimeException | ArithmeticException e) {
            return new Read.Wrong("from and to are ISO dates or date-times of the years 1970 to 9999.");
        }
    }

    private static @Nullable Instant moment(@Nullable String text, int daysAfter) {
        @Nullable String given = given(text);
        return given == null ? null : Period.moment(given, ZoneOffset.UTC, daysAfter);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static <E extends Enum<E>> Optional<E> named(E[] all, @Nullable String name) {
        @Nullable String given = given(name);
        return Arrays.stream(all).filter(one -> one.name().equals(given)).findFirst();
    }

    private static String[] names(Enum<?>[] all) {
        return Arrays.stream(all).map(Enum::name).toArray(String[]::new);
    }
}
