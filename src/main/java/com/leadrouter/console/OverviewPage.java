package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Holds;
import com.leadrouter.operations.Overview;
import com.leadrouter.operations.Overview.OfDestination;
import com.leadrouter.operations.Overviews;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /console}: whether everything is flowing. */
@Controller
final class OverviewPage {

    private static final List<DeliveryStatus> STATUSES =
            List.of(DeliveryStatus.PENDING, DeliveryStatus.HELD, DeliveryStatus.DEAD, DeliveryStatus.REJECTED);

    /** A destination with what is open there; {@code oldestSeconds} is null where nothing waits. */
    record Line(
            OfDestination destination,
            Holds.Standing state,
            @Nullable Long oldestSeconds) {

        /** For the template. */
        public String name() {
            return destination.destination().value();
        }

        /** For the template. */
        public String tone() {
            return switch (state) {
                case RUNNING -> "good";
                case HELD -> "bad";
                case PAUSED -> "warn";
            };
        }

        /** For the template. */
        public long count(DeliveryStatus status) {
            return switch (status) {
                case PENDING -> destination.pending();
                case HELD -> destination.held();
                case DEAD -> destination.dead();
                case REJECTED -> destination.rejected();
                case DELIVERED -> destination.deliveredInTheLastDay();
                case CANCELLED -> 0;
            };
        }
    }

    private final Pages pages;
    private final Overviews overviews;
    private final Holds holds;

    OverviewPage(Pages pages, Overviews overviews, Holds holds) {
        this.pages = pages;
        this.overviews = overviews;
        this.holds = holds;
    }

    @GetMapping({"/console", "/console/"})
    ResponseEntity<String> overview(CallingOperator operator, HttpServletRequest request) {
        Overview now = overviews.now();
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("received", now.received());
        model.put("delivered", now.delivered());
        model.put("waiting", now.waiting());
        model.put("oldest", now.oldestAt().map(at -> seconds(at, now.at())).orElse(null));
        model.put(
                "attention",
                now.destinations().stream()
                        .mapToLong(one -> one.held() + one.dead() + one.rejected())
                        .sum());
        model.put("since", LocalDate.ofInstant(now.at().minus(Duration.ofDays(1)), ZoneOffset.UTC));
        model.put("charts", List.of(chart("hour", now.lastHour()), chart("day", now.lastDay())));
        model.put("statuses", STATUSES);
        model.put(
                "destinations",
                now.destinations().stream().map(one -> line(one, now.at())).toList());
        return pages.page(Visit.of(operator, request), "overview", "overview", model);
    }

    private Line line(OfDestination one, Instant now) {
        return new Line(one, holds.of(one.destination()), one.oldestAt() == null ? null : seconds(one.oldestAt(), now));
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }

    private static Chart chart(String name, List<Overview.Slot> slots) {
        return Chart.of(
                name,
                slots.stream()
                        .map(slot -> new Chart.Point(slot.from(), slot.received(), slot.delivered()))
                        .toList());
    }
}
