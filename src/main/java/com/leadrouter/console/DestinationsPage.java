package com.leadrouter.console;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.Attention;
import com.leadrouter.operations.DestinationDesk;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/destinations}: where leads go, whether they do, and the switch. */
@Controller
@RequestMapping("/console/destinations")
final class DestinationsPage {

    private static final String HERE = "destinations";
    private static final String ADDRESS = "/console/destinations";

    private final Pages pages;
    private final DestinationDesk desk;
    private final Attention attention;

    DestinationsPage(Pages pages, DestinationDesk desk, Attention attention) {
        this.pages = pages;
        this.desk = desk;
        this.attention = attention;
    }

    @GetMapping
    ResponseEntity<String> destinations(CallingOperator operator, HttpServletRequest request) {
        List<Trouble> troubles = attention.groups().stream()
                .map(group -> Trouble.of(group, false))
                .toList();
        List<DestinationCard> cards = desk.all().stream()
                .map(standing -> DestinationCard.of(standing, troubles))
                .toList();
        return pages.page(
                Visit.of(operator, request),
                HERE,
                "destinations",
                Map.of("destinations", cards, "statuses", DestinationCard.COUNTED));
    }

    @GetMapping("/{name}/pause")
    ResponseEntity<String> askToPause(CallingOperator operator, @PathVariable String name, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return named(
                name,
                visit,
                card -> pages.ask(
                        visit,
                        HERE,
                        new Confirmation(
                                pages.text(visit, "console.pause.ask", name),
                                List.of(
                                        pages.text(visit, "console.pause.what", card.waiting(), name),
                                        pages.text(visit, "console.pause.others")),
                                pages.text(visit, "console.pause.do", name),
                                true,
                                ADDRESS + "/" + name + "/pause",
                                ADDRESS)));
    }

    @GetMapping("/{name}/resume")
    ResponseEntity<String> askToResume(
            CallingOperator operator, @PathVariable String name, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return named(
                name,
                visit,
                card -> pages.ask(
                        visit,
                        HERE,
                        new Confirmation(
                                pages.text(visit, "console.resume.ask", name),
                                List.of(pages.text(visit, "console.resume.what", card.waiting(), name)),
                                pages.text(visit, "console.resume.do", name),
                                false,
                                ADDRESS + "/" + name + "/resume",
                                ADDRESS)));
    }

    @PostMapping("/{name}/pause")
    ResponseEntity<String> pause(
            CallingOperator operator,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        return named(name, Visit.of(operator, request), card -> {
            desk.pause(new DestinationName(card.name()), operator, reason);
            return Pages.seeOther(ADDRESS + "?done=paused");
        });
    }

    @PostMapping("/{name}/resume")
    ResponseEntity<String> resume(
            CallingOperator operator,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        return named(name, Visit.of(operator, request), card -> {
            desk.resume(new DestinationName(card.name()), operator, reason);
            return Pages.seeOther(ADDRESS + "?done=resumed");
        });
    }

    private ResponseEntity<String> named(
            String name, Visit visit, Function<DestinationCard, ResponseEntity<String>> then) {
        Optional<DestinationCard> card = desk.all().stream()
                .filter(standing -> standing.name().value().equals(name))
                .map(standing -> DestinationCard.of(standing, List.of()))
                .findFirst();
        return card.map(then).orElseGet(() -> pages.notFound(visit));
    }
}
