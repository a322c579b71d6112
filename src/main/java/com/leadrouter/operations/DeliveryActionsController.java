package com.leadrouter.operations;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.Intervention;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/deliveries/{destination}/retry}, {@code /cancel} and {@code /preview}: one delivery. */
@RestController
@RequestMapping(path = "/api/v1/leads/{leadId}/deliveries/{destination}", produces = MediaType.APPLICATION_JSON_VALUE)
final class DeliveryActionsController {

    private static final String RETRY_RULE =
            "The body is a JSON object with force, true or false, and reason, a text, and nothing else. " + Reason.RULE;
    private static final String CANCEL_RULE =
            "The body is a JSON object with reason, a text, and nothing else. " + Reason.RULE;

    /** What is sent to retry; all of it may be missing. */
    record Retry(@Nullable Boolean force, @Nullable String reason) {}

    /** What is sent to cancel; it may be missing. */
    record Cancel(@Nullable String reason) {}

    /** What would be sent. */
    record Shown(String method, String url, Map<String, String> headers, Object body, List<Problem.Fault> errors) {

        static Shown of(Preview preview) {
            return new Shown(
                    preview.method(),
                    preview.url(),
                    preview.headers(),
                    preview.body(),
                    LeadFaults.of(preview.errors()));
        }

        @Override
        public String toString() {
            return "Shown[" + method + " " + url + ", …]";
        }
    }

    private final DeliveryDesk desk;
    private final Deliveries deliveries;

    DeliveryActionsController(DeliveryDesk desk, Deliveries deliveries) {
        this.desk = desk;
        this.deliveries = deliveries;
    }

    @PostMapping("/retry")
    ResponseEntity<?> retry(
            CallingOperator operator,
            @PathVariable String leadId,
            @PathVariable("destination") String name,
            HttpServletRequest request) {
        return acting(
                Retry.class,
                new Retry(null, null),
                Retry::reason,
                RETRY_RULE,
                request,
                sent -> at(
                        leadId,
                        name,
                        request,
                        (lead, destination) -> answer(
                                desk.retry(
                                        lead, destination, Boolean.TRUE.equals(sent.force()), operator, sent.reason()),
                                lead,
                                destination,
                                request)));
    }

    @PostMapping("/cancel")
    ResponseEntity<?> cancel(
            CallingOperator operator,
            @PathVariable String leadId,
            @PathVariable("destination") String name,
            HttpServletRequest request) {
        return acting(
                Cancel.class,
                new Cancel(null),
                Cancel::reason,
                CANCEL_RULE,
                request,
                sent -> at(
                        leadId,
                        name,
                        request,
                        (lead, destination) -> answer(
                                desk.cancel(lead, destination, operator, sent.reason()), lead, destination, request)));
    }

    @GetMapping("/preview")
    ResponseEntity<?> preview(
            CallingOperator operator,
            @PathVariable String leadId,
            @PathVariable("destination") String name,
            HttpServletRequest request) {
        return at(leadId, name, request, (lead, destination) -> switch (desk.preview(lead, destination)) {
            case DeliveryDesk.Previewed.Shown(Preview preview) -> ResponseEntity.ok(Shown.of(preview));
            case DeliveryDesk.Previewed.NotPossible(String why) ->
                Problem.of(ProblemType.NOT_POSSIBLE_NOW, why, request).answer();
            case DeliveryDesk.Previewed.NoSuch() -> notFound(request);
        });
    }

    private interface Act<T> {
        ResponseEntity<?> on(T sent);
    }

    private interface ReasonOf<T> {
        @Nullable String of(T sent);
    }

    private static <T> ResponseEntity<?> acting(
            Class<T> form, T none, ReasonOf<T> reason, String rule, HttpServletRequest request, Act<T> act) {
        if (!ActionBody.isJsonOrNothing(request)) {
            return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, ActionBody.TYPE_RULE, request)
                    .answer();
        }
        return ActionBody.read(request, form, none)
                .filter(sent -> Reason.isPlain(reason.of(sent)))
                .<ResponseEntity<?>>map(act::on)
                .orElseGet(() ->
                        Problem.of(ProblemType.MALFORMED_REQUEST, rule, request).answer());
    }

    private static ResponseEntity<?> at(
            String leadId,
            String name,
            HttpServletRequest request,
            BiFunction<LeadId, DestinationName, ResponseEntity<?>> act) {
        Optional<LeadId> lead = LeadId.read(leadId);
        Optional<DestinationName> destination = DestinationName.read(name);
        return lead.isEmpty() || destination.isEmpty() ? notFound(request) : act.apply(lead.get(), destination.get());
    }

    private ResponseEntity<?> answer(
            Intervention result, LeadId lead, DestinationName destination, HttpServletRequest request) {
        return switch (result) {
            case Intervention.Done done ->
                deliveries.of(lead).stream()
                        .filter(delivery -> delivery.destination().equals(destination))
                        .findFirst()
                        .<ResponseEntity<?>>map(ResponseEntity::ok)
                        .orElseGet(() -> notFound(request));
            case Intervention.NotPossible(String why) ->
                Problem.of(ProblemType.NOT_POSSIBLE_NOW, why, request).answer();
            case Intervention.Refused(var faults) ->
                Problem.of(
                                ProblemType.NOT_POSSIBLE_NOW,
                                "The destination would surely refuse the lead as it is; correct it, or send it by force.",
                                request)
                        .with(LeadFaults.of(faults))
                        .answer();
            case Intervention.NoSuch() -> notFound(request);
        };
    }

    private static ResponseEntity<?> notFound(HttpServletRequest request) {
        return Problem.of(ProblemType.NOT_FOUND, request).answer();
    }
}
