package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.DeliveryRecord.CallRecord;
import com.leadrouter.operations.AuditPage;
import com.leadrouter.operations.Corrections.Correction;
import com.leadrouter.operations.LeadReport;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that happened to a lead, from its receipt to now. */
final class Timeline {

    private static final String CORRECTED = "correct";

    private Timeline() {}

    /** Oldest first; what happened at one moment in the order in which one follows from the other. */
    static List<Event> of(LeadReport report, List<AuditPage.Entry> audit, Shown show) {
        return Stream.of(
                        Stream.of(received(report), decided(report)),
                        audit.stream()
                                .filter(entry -> !entry.action().equals(CORRECTED))
                                .map(Timeline::act),
                        report.corrections().stream().map(Timeline::correction),
                        report.deliveries().stream()
                                .flatMap(delivery ->
                                        delivery.history().stream().map(call -> call(delivery, call, show))),
                        report.deliveries().stream().flatMap(delivery -> settled(delivery, show)))
                .flatMap(events -> events)
                .sorted(Comparator.comparing(Event::at))
                .toList();
    }

    private static Event received(LeadReport report) {
        return Event.of(report.receivedAt(), "console.event.received", "good", report.source(), null);
    }

    private static Event decided(LeadReport report) {
        String word = switch (report.status()) {
            case DUPLICATE -> "duplicate";
            case SPAM -> "spam";
            case UNROUTED -> "unrouted";
            case ACCEPTED, DELIVERED, PARTIALLY_DELIVERED, FAILED, ERASED ->
                report.deliveries().isEmpty() ? "taken" : "routed";
        };
        String destinations = report.deliveries().stream()
                .map(delivery -> delivery.destination().value())
                .collect(Collectors.joining(", "));
        return Event.of(
                report.receivedAt(),
                "console.event." + word,
                word.equals("routed") ? "good" : "off",
                report.route(),
                destinations.isEmpty() ? null : "→ " + destinations);
    }

    private static Event act(AuditPage.Entry entry) {
        return Event.of(
                entry.at(),
                "console.audit.action." + entry.action(),
                "wait",
                entry.operator(),
                joined(destinationOf(entry.target()), entry.reason()));
    }

    /** What is told of a lead's delivery is told of {@code <lead>/<destination>}. */
    private static @Nullable String destinationOf(String target) {
        int slash = target.indexOf('/');
        return slash < 0 ? null : "→ " + target.substring(slash + 1);
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        return one == null ? other : other == null ? one : one + " · " + other;
    }

    private static Event correction(Correction correction) {
        return Event.of(
                correction.at(),
                "console.event.corrected",
                "wait",
                correction.operator(),
                joined(String.join(", ", correction.changed()), correction.reason()));
    }

    private static Event call(DeliveryRecord delivery, CallRecord call, Shown show) {
        return new Event(
                call.startedAt(),
                "console.outcome." + call.outcome(),
                show.tone(call.outcome()),
                delivery.destination().value(),
                call.operation(),
                call.attempt(),
                call.httpStatus(),
                call.durationMillis(),
                call.response() == null || call.response().isBlank() ? null : call.response(),
                call.late());
    }

    private static Stream<Event> settled(DeliveryRecord delivery, Shown show) {
        return delivery.settledAt() == null
                ? Stream.empty()
                : Stream.of(Event.of(
                        delivery.settledAt(),
                        "console.event.settled." + delivery.status(),
                        show.tone(delivery.status()),
                        delivery.destination().value(),
                        null));
    }
}
