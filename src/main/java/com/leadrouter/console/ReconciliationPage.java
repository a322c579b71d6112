package com.leadrouter.console;

import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.Period;
import com.leadrouter.operations.Reconciliations;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/reconciliation}: whether the delivered leads really are there. */
@Controller
final class ReconciliationPage {

    private final Pages pages;
    private final CustomerDesk desk;
    private final SentPersons persons;
    private final Reconciliations reconciliations;
    private final Clock clock;

    ReconciliationPage(
            Pages pages, CustomerDesk desk, SentPersons persons, Reconciliations reconciliations, Clock clock) {
        this.pages = pages;
        this.desk = desk;
        this.persons = persons;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    @GetMapping("/console/reconciliation")
    ResponseEntity<String> reconciliation(
            CallingOperator operator,
            @RequestParam(required = false) @Nullable String destination,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        List<DestinationName> all = desk.destinations().stream().sorted().toList();
        Optional<DestinationName> named = all.stream()
                .filter(one -> destination == null || one.value().equals(destination))
                .findFirst();
        if (named.isEmpty() && destination != null) {
            return pages.notFound(visit);
        }
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("destinations", all.stream().map(DestinationName::value).toList());
        model.put("destination", named.map(DestinationName::value).orElse(null));
        model.put("from", Address.given(from));
        model.put("to", Address.given(to));
        if (named.isEmpty()) {
            return pages.page(visit, "reconciliation", "reconciliation", model);
        }
        DestinationName name = named.get();
        model.put("zone", persons.timeZoneOf(name).getId());
        Optional<Period> period = Period.read(from, to, persons.timeZoneOf(name), clock.instant());
        period.ifPresent(time -> model.put("found", reconciliations.of(name, time)));
        if (period.isEmpty()) {
            model.put("fault", pages.text(visit, "console.period.fault"));
        }
        return pages.page(
                period.isPresent() ? HttpStatus.OK : HttpStatus.BAD_REQUEST,
                visit,
                "reconciliation",
                "reconciliation",
                model);
    }
}
