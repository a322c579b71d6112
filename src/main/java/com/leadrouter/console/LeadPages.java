package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.Audit;
import com.leadrouter.operations.Explanations;
import com.leadrouter.operations.Explanations.Explanation;
import com.leadrouter.operations.LeadReport;
import com.leadrouter.operations.LeadReports;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /console/leads/{lead}}: one lead, all that happened to it, and what can be done. */
@Controller
final class LeadPages {

    private static final Set<String> MOMENTS = Set.of("enquiryDateTime");

    /** One line of what was handed in; where it is a time {@code at} is it. */
    record Line(String label, String value, @Nullable Instant at) {

        @Override
        public String toString() {
            return "Line[" + label + "]";
        }
    }

    /** A delivery with what can be done to it; {@code reason} is why it waits. */
    record Card(
            DestinationName destination,
            DeliveryStatus status,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant settledAt,
            @Nullable String externalId,
            List<DeliveryError> errors,
            @Nullable String reason,
            String address,
            boolean canRetry,
            boolean canForce,
            boolean canCancel) {

        static Card of(LeadId lead, DeliveryRecord delivery, boolean erased, @Nullable String reason) {
            boolean delivered = delivery.status() == DeliveryStatus.DELIVERED;
            return new Card(
                    delivery.destination(),
                    delivery.status(),
                    delivery.attempts(),
                    delivery.nextAttemptAt(),
                    delivery.settledAt(),
                    delivery.externalId(),
                    delivery.errors(),
                    delivery.status() == DeliveryStatus.HELD ? reason : null,
                    DeliveryPages.address(lead, delivery.destination()),
                    !erased && !delivered,
                    !erased && delivered,
                    delivery.status().isOpen());
        }
    }

    private final Pages pages;
    private final LeadReports reports;
    private final Explanations explanations;
    private final Destinations destinations;
    private final LeadFields fields;
    private final Audit audit;

    LeadPages(
            Pages pages,
            LeadReports reports,
            Explanations explanations,
            Destinations destinations,
            LeadFields fields,
            Audit audit) {
        this.pages = pages;
        this.reports = reports;
        this.explanations = explanations;
        this.destinations = destinations;
        this.fields = fields;
        this.audit = audit;
    }

    @GetMapping("/console/leads/{lead}")
    ResponseEntity<String> lead(CallingOperator operator, @PathVariable LeadId lead, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return reports.of(lead)
                .map(report -> pages.page(visit, "leads", "lead", model(visit, report)))
                .orElseGet(() -> pages.notFound(visit));
    }

    private Map<String, @Nullable Object> model(Visit visit, LeadReport report) {
        boolean erased = report.status() == LeadStatus.ERASED;
        Optional<Explanation> explanation = explanations.of(report.leadId());
        Map<DestinationName, String> reasons = explanation.stream()
                .flatMap(why -> why.destinations().stream())
                .filter(one -> one.reason() != null)
                .collect(Collectors.toMap(Explanations.Destination::name, one -> String.valueOf(one.reason())));
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("report", report);
        model.put("erased", erased);
        model.put(
                "name",
                erased
                        ? pages.text(visit, "console.leads.nobody")
                        : report.lead().contact().fullName());
        model.put(
                "deliveries",
                report.deliveries().stream()
                        .map(delivery ->
                                Card.of(report.leadId(), delivery, erased, reasons.get(delivery.destination())))
                        .toList());
        model.put("elsewhere", erased ? List.of() : elsewhere(report));
        model.put("timeline", Timeline.of(report, audit.of(report.leadId()), new Shown(visit.locale())));
        model.put("fields", lines(visit, report));
        model.put("explanation", explanation.orElse(null));
        return model;
    }

    private List<DestinationName> elsewhere(LeadReport report) {
        Set<DestinationName> there =
                report.deliveries().stream().map(DeliveryRecord::destination).collect(Collectors.toSet());
        return destinations.names().stream()
                .filter(name -> !there.contains(name))
                .sorted()
                .toList();
    }

    private List<Line> lines(Visit visit, LeadReport report) {
        Lead lead = report.lead();
        List<Line> lines = new ArrayList<>();
        lines.add(line(visit, "source", report.source()));
        if (report.route() != null) {
            lines.add(line(visit, "route", report.route()));
        }
        fields.of(lead).forEach((name, value) -> lines.add(line(visit, name, value)));
        return lines;
    }

    private Line line(Visit visit, String name, String value) {
        if (name.startsWith("attributes.")) {
            return new Line(name.substring("attributes.".length()), value, null);
        }
        String label = pages.label(visit, "console.field.", name);
        if (name.startsWith("optInConsents.")) {
            return new Line(label, pages.text(visit, "console.consent." + value), null);
        }
        return new Line(label, value, MOMENTS.contains(name) ? moment(value) : null);
    }

    private static @Nullable Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
