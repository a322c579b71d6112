package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.LeadQuery.Reading;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a {@link LeadQuery}, up to the first parameter that cannot be read. */
final class LeadQueryReader {

    private static final int LONGEST_Q = 254;
    private static final int LONGEST_SOURCE = 100;

    private final Map<String, String> parameters;
    private Reading.@Nullable Malformed fault;

    LeadQueryReader(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    Reading read() {
        LeadQuery query = new LeadQuery(
                word("status", LeadStatus.class),
                value("source", "has at most " + LONGEST_SOURCE + " characters", text(LONGEST_SOURCE)),
                value("destination", "is the name of a destination", LeadQueryReader::destination),
                word("deliveryStatus", DeliveryStatus.class),
                word("outcome", Outcome.class),
                moment("from", 0),
                moment("to", 1),
                value(
                        "q",
                        "has at most " + LONGEST_Q + " characters, none of them a control character",
                        text(LONGEST_Q)),
                value("cursor", "is the nextCursor of the page before", LeadId::read),
                limit());
        return fault == null ? new Reading.Read(query) : fault;
    }

    private int limit() {
        Integer limit = value(
                "limit",
                "is a number from 1 to " + LeadQuery.LARGEST_LIMIT,
                text -> Optional.of(text)
                        .filter(number -> number.matches("[0-9]{1,9}"))
                        .map(Integer::valueOf)
                        .filter(number -> number >= 1 && number <= LeadQuery.LARGEST_LIMIT));
        return limit == null ? LeadQuery.USUAL_LIMIT : limit;
    }

    private @Nullable Instant moment(String name, int daysAfter) {
        return value(
                name,
                "is an ISO date, a whole day in UTC, or a date-time, of the years 1970 to 9999",
                text -> Period.point(text, ZoneOffset.UTC, daysAfter));
    }

    private <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        E[] words = type.getEnumConstants();
        return value(
                name,
                "is one of " + Arrays.stream(words).map(Enum::name).collect(Collectors.joining(", ")),
                text -> Arrays.stream(words)
                        .filter(word -> word.name().equals(text))
                        .findFirst());
    }

    private <T> @Nullable T value(String name, String rule, Function<String, Optional<T>> read) {
        String text = parameters.get(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        Optional<T> value = read.apply(text.strip());
        if (value.isEmpty() && fault == null) {
            fault = new Reading.Malformed(name, name + " " + rule + ".");
        }
        return value.orElse(null);
    }

    private static Function<String, Optional<String>> text(int longest) {
        return text -> Optional.of(text)
                .filter(fine -> fine.length() <= longest && fine.chars().noneMatch(Character::isISOControl));
    }

    private static Optional<DestinationName> destination(String text) {
        try {
            return Optional.of(new DestinationName(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
