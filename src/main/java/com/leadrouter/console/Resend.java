package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.RetryFilter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is re-sent in bulk, as an address and a form of the console say it. */
final class Resend {

    static final String ADDRESS = "/console/attention/resend";

    private static final Set<String> NAMES = Set.of("destination", "status", "outcome", "campaignId", "message");

    private Resend() {}

    /** Nothing where it cannot be read; without a destination it is nobody's group. */
    static Optional<RetryFilter> filter(Map<String, String> sent) {
        if (Address.given(sent.get("destination")) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RetryFilter(
                    value(sent, "destination", DestinationName::new),
                    value(sent, "status", DeliveryStatus::valueOf),
                    value(sent, "outcome", Outcome::valueOf),
                    Address.given(sent.get("campaignId")),
                    Address.given(sent.get("message")),
                    null,
                    null));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <T> @Nullable T value(Map<String, String> sent, String name, Function<String, T> read) {
        @Nullable String given = Address.given(sent.get(name));
        return given == null ? null : read.apply(given);
    }

    /** Of what was sent, what says which. */
    static Map<String, String> given(Map<String, String> sent) {
        Map<String, String> given = new TreeMap<>(sent);
        given.keySet().retainAll(NAMES);
        return given;
    }
}
