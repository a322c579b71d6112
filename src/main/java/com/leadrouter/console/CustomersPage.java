package com.leadrouter.console;

import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.kapture.CustomerPage;
import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.Period;
import com.leadrouter.operations.Pulls;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/customers}: whom destinations have told us of, and pulls of them. */
@Controller
@RequestMapping("/console/customers")
final class CustomersPage {

    private static final String HERE = "customers";
    private static final String ADDRESS = "/console/customers";
    private static final int A_PAGE = 50;

    private final Pages pages;
    private final CustomerDesk desk;
    private final SentPersons persons;
    private final Pulls pulls;
    private final Clock clock;

    CustomersPage(Pages pages, CustomerDesk desk, SentPersons persons, Pulls pulls, Clock clock) {
        this.pages = pages;
        this.desk = desk;
        this.persons = persons;
        this.pulls = pulls;
        this.clock = clock;
    }

    @GetMapping
    ResponseEntity<String> customers(
            CallingOperator operator,
            @RequestParam(required = false) @Nullable String destination,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        Optional<DestinationName> named = destination(destination);
        if (named.isEmpty() && destination != null) {
            return pages.notFound(visit);
        }
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("destinations", names());
        model.put("destination", named.map(DestinationName::value).orElse(null));
        named.ifPresent(name -> {
            String asked = Address.given(q);
            Long after = Address.number(cursor);
            CustomerPage page = desk.customers(name, asked, after, A_PAGE);
            Address address =
                    Address.of(ADDRESS).with("destination", name.value()).with("q", asked);
            model.put("q", asked);
            model.put("customers", page.customers());
            model.put("first", after == null ? null : address.toString());
            model.put(
                    "next",
                    page.next() == null
                            ? null
                            : address.with("cursor", page.next().toString()).toString());
        });
        return pages.page(visit, HERE, "customers", model);
    }

    @GetMapping("/pull")
    ResponseEntity<String> ask(CallingOperator operator, @RequestParam String destination, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return destination(destination)
                .map(name -> pages.ask(visit, HERE, question(visit, name)))
                .orElseGet(() -> pages.notFound(visit));
    }

    @PostMapping("/pull")
    ResponseEntity<String> pull(
            CallingOperator operator,
            @RequestParam String destination,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return destination(destination)
                .map(name -> Period.read(from, to, zone(name), clock.instant())
                        .map(period -> pulls.request(operator, name, period, Address.given(reason)))
                        .map(id -> Pages.seeOther(Address.of(ADDRESS + "/pulls/" + id)
                                .with("destination", name.value())
                                .toString()))
                        .orElseGet(() -> pages.ask(
                                HttpStatus.BAD_REQUEST,
                                visit,
                                HERE,
                                question(visit, name).refused(pages.text(visit, "console.period.fault"), List.of()))))
                .orElseGet(() -> pages.notFound(visit));
    }

    private Confirmation question(Visit visit, DestinationName name) {
        return new Confirmation(
                        pages.text(visit, "console.pull.ask", name.value()),
                        List.of(pages.text(visit, "console.pull.what")),
                        pages.text(visit, "console.pull.do"),
                        false,
                        ADDRESS + "/pull",
                        Address.of(ADDRESS).with("destination", name.value()).toString())
                .with(Map.of("destination", name.value()))
                .withDays(zone(name).getId());
    }

    @GetMapping("/pulls/{id}")
    ResponseEntity<String> pull(
            CallingOperator operator,
            @PathVariable UUID id,
            @RequestParam String destination,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return destination(destination)
                .flatMap(name -> desk.pull(name, id)
                        .map(pull -> pages.page(
                                visit,
                                HERE,
                                "pull",
                                Map.of(
                                        "pull",
                                        pull,
                                        "destination",
                                        name.value(),
                                        "address",
                                        Address.of(ADDRESS + "/pulls/" + id)
                                                .with("destination", name.value())
                                                .toString()))))
                .orElseGet(() -> pages.notFound(visit));
    }

    private ZoneId zone(DestinationName name) {
        return persons.timeZoneOf(name);
    }

    private List<String> names() {
        return desk.destinations().stream().sorted().map(DestinationName::value).toList();
    }

    /** The one that is named, or where none is the first. */
    private Optional<DestinationName> destination(@Nullable String name) {
        return desk.destinations().stream()
                .sorted()
                .filter(one -> name == null || one.value().equals(name))
                .findFirst();
    }
}
