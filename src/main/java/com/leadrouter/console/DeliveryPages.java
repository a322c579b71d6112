package com.leadrouter.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Intervention;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import com.leadrouter.operations.DeliveryDesk;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/leads/{lead}/deliveries/{destination}}: what can be done to one delivery of a lead, or a first one. */
@Controller
@RequestMapping("/console/leads/{lead}/deliveries/{destination}")
final class DeliveryPages {

    private static final String HERE = "leads";
    private static final String FORCE = "force";

    private final Pages pages;
    private final DeliveryDesk desk;
    private final Deliveries deliveries;
    private final ObjectMapper json;

    DeliveryPages(Pages pages, DeliveryDesk desk, Deliveries deliveries, ObjectMapper json) {
        this.pages = pages;
        this.desk = desk;
        this.deliveries = deliveries;
        this.json = json;
    }

    @GetMapping("/preview")
    ResponseEntity<String> preview(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @PathVariable DestinationName destination,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return switch (desk.preview(lead, destination)) {
            case DeliveryDesk.Previewed.NoSuch none -> pages.notFound(visit);
            case DeliveryDesk.Previewed.NotPossible(String why) -> conflict(visit, lead, why);
            case DeliveryDesk.Previewed.Shown(Preview preview) -> {
                Map<String, @Nullable Object> model = new HashMap<>();
                model.put("destination", destination.value());
                model.put("preview", preview);
                model.put("body", written(preview.body()));
                model.put("canRetry", canRetry(lead, destination));
                model.put("retry", address(lead, destination) + "/retry");
                model.put("back", page(lead));
                yield pages.page(visit, HERE, "preview", model);
            }
        };
    }

    /** By force; without it nobody is asked. */
    @GetMapping("/retry")
    ResponseEntity<String> askToRetry(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @PathVariable DestinationName destination,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        String line = status(lead, destination) == DeliveryStatus.DELIVERED
                ? pages.text(visit, "console.retry.delivered", destination.value())
                : pages.text(visit, "console.retry.anew", destination.value());
        return pages.ask(visit, HERE, byForce(visit, lead, destination, line));
    }

    @PostMapping("/retry")
    ResponseEntity<String> retry(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @PathVariable DestinationName destination,
            @RequestParam(defaultValue = "false") boolean force,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return switch (desk.retry(lead, destination, force, operator, Address.given(reason))) {
            case Intervention.Done done -> Pages.seeOther(page(lead) + "?done=retried");
            case Intervention.NoSuch none -> pages.notFound(visit);
            case Intervention.NotPossible(String why) -> conflict(visit, lead, why);
            case Intervention.Refused(List<Violation> faults) ->
                pages.ask(
                        HttpStatus.CONFLICT,
                        visit,
                        HERE,
                        byForce(visit, lead, destination, pages.text(visit, "console.retry.correct"))
                                .refused(pages.text(visit, "console.retry.refused", destination.value()), faults));
        };
    }

    @GetMapping("/cancel")
    ResponseEntity<String> askToCancel(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @PathVariable DestinationName destination,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return pages.ask(
                visit,
                HERE,
                new Confirmation(
                        pages.text(visit, "console.cancel.ask", destination.value()),
                        List.of(pages.text(visit, "console.cancel.what", destination.value())),
                        pages.text(visit, "console.cancel.do"),
                        true,
                        address(lead, destination) + "/cancel",
                        page(lead)));
    }

    @PostMapping("/cancel")
    ResponseEntity<String> cancel(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @PathVariable DestinationName destination,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return switch (desk.cancel(lead, destination, operator, Address.given(reason))) {
            case Intervention.Done done -> Pages.seeOther(page(lead) + "?done=cancelled");
            case Intervention.NoSuch none -> pages.notFound(visit);
            case Intervention.NotPossible(String why) -> conflict(visit, lead, why);
            case Intervention.Refused(List<Violation> faults) ->
                pages.problem(
                        HttpStatus.CONFLICT,
                        visit,
                        pages.text(visit, "console.problem.conflict.title"),
                        "",
                        faults,
                        page(lead));
        };
    }

    private Confirmation byForce(Visit visit, LeadId lead, DestinationName destination, String line) {
        return new Confirmation(
                        pages.text(visit, "console.retry.ask", destination.value()),
                        List.of(line),
                        pages.text(visit, "console.retry.force"),
                        true,
                        address(lead, destination) + "/retry",
                        page(lead))
                .with(Map.of(FORCE, "true"));
    }

    private ResponseEntity<String> conflict(Visit visit, LeadId lead, String why) {
        return pages.problem(
                HttpStatus.CONFLICT,
                visit,
                pages.text(visit, "console.problem.conflict.title"),
                why,
                List.of(),
                page(lead));
    }

    private boolean canRetry(LeadId lead, DestinationName destination) {
        return status(lead, destination) != DeliveryStatus.DELIVERED;
    }

    private @Nullable DeliveryStatus status(LeadId lead, DestinationName destination) {
        return deliveries.standing(lead).stream()
                .filter(one -> one.destination().equals(destination))
                .map(Deliveries.Standing::status)
                .findFirst()
                .orElse(null);
    }

    private String written(Object body) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            // Not its cause, which may repeat the person's data.
            throw new IllegalStateException("a preview that cannot be written as JSON");
        }
    }

    static String address(LeadId lead, DestinationName destination) {
        return page(lead) + "/deliveries/" + destination;
    }

    static String page(LeadId lead) {
        return "/console/leads/" + lead;
    }
}
