package com.leadrouter.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.lead.StoredLead;
import com.leadrouter.lead.Violation;
import com.leadrouter.operations.Corrections;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/leads/{lead}/correct}: a form with what can be corrected of a lead. */
@Controller
@RequestMapping("/console/leads/{lead}/correct")
final class CorrectionPage {

    private static final String HERE = "leads";
    private static final String SEEN = "seen";
    private static final List<String> CONSENTS = List.of("true", "false", "null");

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put(
                "person",
                List.of(
                        "contact.firstName",
                        "contact.lastName",
                        "contact.emailAddress",
                        "contact.phoneNumber",
                        "contact.gender"));
        GROUPS.put(
                "address",
                List.of(
                        "contact.address.postcode",
                        "contact.address.city",
                        "contact.address.state",
                        "contact.address.country"));
        GROUPS.put("enquiry", List.of("campaignId", "enquiryType", "acquisitionChannel", "vehicle.name"));
        GROUPS.put(
                "consents",
                List.of("optInConsents.email", "optInConsents.phone", "optInConsents.sms", "optInConsents.post"));
    }

    /** Fields that belong together. */
    record Group(String name, List<Field> fields) {}

    /** One field of the form; with options it is a choice among them. */
    record Field(String name, String value, List<LeadsPage.Option> options, List<String> faults) {

        /** For the template. */
        public boolean isWrong() {
            return !faults.isEmpty();
        }
    }

    private final Pages pages;
    private final Leads leads;
    private final LeadFields fields;
    private final Corrections corrections;

    CorrectionPage(Pages pages, Leads leads, LeadFields fields, Corrections corrections) {
        this.pages = pages;
        this.leads = leads;
        this.fields = fields;
        this.corrections = corrections;
    }

    @GetMapping
    ResponseEntity<String> form(CallingOperator operator, @PathVariable LeadId lead, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        if (!operator.mayAct()) {
            return pages.viewersMayNot(visit);
        }
        // Before the lead is read: a correction that comes in between is noticed then.
        int seen = corrections.of(lead).size();
        return stored(lead)
                .map(now -> form(HttpStatus.OK, visit, lead, seen, fields.of(now), null, List.of()))
                .orElseGet(() -> pages.notFound(visit));
    }

    @PostMapping
    ResponseEntity<String> correct(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @RequestParam(SEEN) int seen,
            @RequestParam Map<String, String> sent,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        Optional<Lead> now = stored(lead);
        if (now.isEmpty()) {
            return pages.notFound(visit);
        }
        ObjectNode patch = fields.patch(fields.of(now.get()), sent, names());
        return switch (corrections.correct(lead, patch, seen, operator, Address.given(sent.get("reason")))) {
            case Corrections.Corrected.Done done -> Pages.seeOther(DeliveryPages.page(lead) + "?done=corrected");
            case Corrections.Corrected.NoSuch none -> pages.notFound(visit);
            case Corrections.Corrected.NotPossible(String why) ->
                form(HttpStatus.CONFLICT, visit, lead, seen, sent, why, List.of());
            case Corrections.Corrected.Invalid(List<Violation> faults) ->
                form(
                        HttpStatus.BAD_REQUEST,
                        visit,
                        lead,
                        seen,
                        sent,
                        pages.text(visit, "console.correct.refused"),
                        faults);
        };
    }

    private Optional<Lead> stored(LeadId lead) {
        return leads.find(lead).map(StoredLead::lead);
    }

    private static List<String> names() {
        return GROUPS.values().stream().flatMap(List::stream).toList();
    }

    private ResponseEntity<String> form(
            HttpStatusCode status,
            Visit visit,
            LeadId lead,
            int seen,
            Map<String, String> values,
            @Nullable String refusal,
            List<Violation> faults) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("address", DeliveryPages.page(lead) + "/correct");
        model.put("back", DeliveryPages.page(lead));
        model.put(SEEN, seen);
        model.put("refusal", refusal);
        model.put(
                "groups",
                GROUPS.entrySet().stream()
                        .map(group -> new Group(
                                group.getKey(),
                                group.getValue().stream()
                                        .map(name -> field(visit, name, values, faults))
                                        .toList()))
                        .toList());
        // What is said beside its field needs not be said twice.
        model.put(
                "faults",
                faults.stream()
                        .filter(fault -> names().stream().noneMatch(name -> concerns(fault, name)))
                        .toList());
        return pages.page(status, visit, HERE, "correct", model);
    }

    private Field field(Visit visit, String name, Map<String, String> values, List<Violation> faults) {
        return new Field(
                name,
                values.getOrDefault(name, ""),
                options(visit, name),
                faults.stream()
                        .filter(fault -> concerns(fault, name))
                        .map(Violation::detail)
                        .toList());
    }

    private List<LeadsPage.Option> options(Visit visit, String name) {
        if (name.equals("enquiryType")) {
            return Stream.concat(
                            Stream.of(""), Arrays.stream(EnquiryType.values()).map(EnquiryType::text))
                    .map(text -> new LeadsPage.Option(text, text))
                    .toList();
        }
        return name.startsWith("optInConsents.")
                ? CONSENTS.stream()
                        .map(word -> new LeadsPage.Option(word, pages.text(visit, "console.consent." + word)))
                        .toList()
                : List.of();
    }

    private static boolean concerns(Violation fault, String name) {
        return fault.pointer().equals("#/" + name.replace('.', '/'));
    }
}
