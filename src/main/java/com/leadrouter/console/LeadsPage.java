package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.LeadPage;
import com.leadrouter.operations.LeadQuery;
import com.leadrouter.operations.LeadQuery.Reading.Malformed;
import com.leadrouter.operations.LeadQuery.Reading.Read;
import com.leadrouter.operations.LeadSearch;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/leads}: the search, with its filters in the address as the API has them. */
@Controller
final class LeadsPage {

    private static final String HERE = "leads";
    private static final String ADDRESS = "/console/leads";
    private static final String CSV = "/api/v1/leads.csv";
    private static final String Q = "q";
    private static final String CURSOR = "cursor";
    private static final List<String> FILTERS =
            List.of(Q, "status", "source", "destination", "deliveryStatus", "outcome", "from", "to");

    private static final LeadPage NOTHING = new LeadPage(List.of(), null);

    /** A filter with few values, of which none may be chosen. */
    record Choice(String name, String chosen, List<Option> options) {}

    /** One of them. */
    record Option(String value, String text) {}

    private final Pages pages;
    private final LeadSearch search;
    private final Destinations destinations;

    LeadsPage(Pages pages, LeadSearch search, Destinations destinations) {
        this.pages = pages;
        this.search = search;
        this.destinations = destinations;
    }

    @GetMapping(ADDRESS)
    ResponseEntity<String> leads(
            CallingOperator operator, @RequestParam Map<String, String> parameters, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        Map<String, String> sent = new TreeMap<>();
        FILTERS.forEach(filter -> {
            @Nullable String value = Address.given(parameters.get(filter));
            if (value != null) {
                sent.put(filter, value);
            }
        });
        return switch (LeadQuery.read(parameters)) {
            case Malformed malformed -> page(HttpStatus.BAD_REQUEST, visit, sent, NOTHING, false, malformed.rule());
            case Read(LeadQuery query) -> found(visit, sent, query);
        };
    }

    private ResponseEntity<String> found(Visit visit, Map<String, String> sent, LeadQuery query) {
        return switch (search.search(query)) {
            case LeadSearch.Answer.Found(LeadPage page) ->
                page(HttpStatus.OK, visit, sent, page, query.cursor() != null, null);
            case LeadSearch.Answer.TooBroad tooBroad ->
                page(HttpStatus.BAD_REQUEST, visit, sent, NOTHING, false, pages.text(visit, "console.leads.too-broad"));
        };
    }

    private ResponseEntity<String> page(
            HttpStatusCode status,
            Visit visit,
            Map<String, String> sent,
            LeadPage found,
            boolean further,
            @Nullable String fault) {
        Address address = new Address(ADDRESS, sent);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("sent", sent);
        model.put("narrowed", sent.keySet().stream().anyMatch(filter -> !filter.equals(Q)));
        model.put("choices", choices(visit, sent));
        model.put("csv", new Address(CSV, sent).toString());
        model.put("leads", found.leads());
        model.put("fault", fault);
        model.put("first", further ? address.toString() : null);
        model.put(
                "next",
                found.nextCursor() == null
                        ? null
                        : address.with(CURSOR, found.nextCursor().toString()).toString());
        return pages.page(status, visit, HERE, "leads", model);
    }

    private List<Choice> choices(Visit visit, Map<String, String> sent) {
        return List.of(
                choice(sent, "status", words(visit, "console.lead-status.", LeadStatus.values())),
                choice(
                        sent,
                        "destination",
                        destinations.names().stream()
                                .sorted()
                                .map(DestinationName::value)
                                .map(name -> new Option(name, name))
                                .toList()),
                choice(sent, "deliveryStatus", words(visit, "console.delivery-status.", DeliveryStatus.values())),
                choice(sent, "outcome", words(visit, "console.outcome.", Outcome.values())));
    }

    private static Choice choice(Map<String, String> sent, String name, List<Option> options) {
        String chosen = sent.getOrDefault(name, "");
        boolean known = chosen.isEmpty()
                || options.stream().anyMatch(option -> option.value().equals(chosen));
        // A destination that is not configured any more has leads all the same.
        return new Choice(
                name,
                chosen,
                known
                        ? options
                        : Stream.concat(options.stream(), Stream.of(new Option(chosen, chosen)))
                                .toList());
    }

    private List<Option> words(Visit visit, String keys, Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> new Option(value.name(), pages.text(visit, keys + value.name())))
                .toList();
    }
}
