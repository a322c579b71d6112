package com.leadrouter.console;

import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.operations.ErasureReceipt;
import com.leadrouter.operations.Erasures;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /console/leads/{lead}/erase} and {@code /console/erasures}: the person of a lead is forgotten, or all of a person,
 * and a receipt says where. Who it is stands in no address: browsers and proxies remember those.
 */
@Controller
final class ErasurePages {

    private static final String HERE = "leads";
    private static final String ADDRESS = "/console/erasures";

    private final Pages pages;
    private final Erasures erasures;
    private final Leads leads;
    private final ErasedPersons persons;

    ErasurePages(Pages pages, Erasures erasures, Leads leads, ErasedPersons persons) {
        this.pages = pages;
        this.erasures = erasures;
        this.leads = leads;
        this.persons = persons;
    }

    @GetMapping("/console/leads/{lead}/erase")
    ResponseEntity<String> askForLead(CallingOperator operator, @PathVariable LeadId lead, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return leads.find(lead)
                .map(there -> pages.ask(
                        visit,
                        HERE,
                        new Confirmation(
                                pages.text(visit, "console.erase.ask"),
                                List.of(
                                        pages.text(visit, "console.erase.what"),
                                        pages.text(visit, "console.erase.whole-person")),
                                pages.text(visit, "console.erase.do"),
                                true,
                                DeliveryPages.page(lead) + "/erase",
                                DeliveryPages.page(lead))))
                .orElseGet(() -> pages.notFound(visit));
    }

    @PostMapping("/console/leads/{lead}/erase")
    ResponseEntity<String> eraseLead(
            CallingOperator operator,
            @PathVariable LeadId lead,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return erasures.ofLead(lead, operator, Address.given(reason))
                .map(receipt -> receipt(visit, receipt))
                .orElseGet(() -> pages.notFound(visit));
    }

    @GetMapping(ADDRESS)
    ResponseEntity<String> form(CallingOperator operator, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return operator.mayAct() ? form(HttpStatus.OK, visit, null, null, null) : pages.viewersMayNot(visit);
    }

    @PostMapping(ADDRESS + "/ask")
    ResponseEntity<String> askForPerson(
            CallingOperator operator,
            @RequestParam(required = false) @Nullable String emailAddress,
            @RequestParam(required = false) @Nullable String phoneNumber,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return persons.read(emailAddress, phoneNumber)
                .map(person -> pages.ask(
                        visit,
                        HERE,
                        new Confirmation(
                                        pages.text(visit, "console.erase.ask-person", persons.leadsOf(person)),
                                        List.of(person.value(), pages.text(visit, "console.erase.what-person")),
                                        pages.text(visit, "console.erase.do"),
                                        true,
                                        ADDRESS,
                                        ADDRESS)
                                .with(Map.of(person.field(), person.value()))))
                .orElseGet(() -> form(
                        HttpStatus.BAD_REQUEST,
                        visit,
                        emailAddress,
                        phoneNumber,
                        pages.text(visit, "console.erasures.fault")));
    }

    @PostMapping(ADDRESS)
    ResponseEntity<String> erasePerson(
            CallingOperator operator,
            @RequestParam(required = false) @Nullable String emailAddress,
            @RequestParam(required = false) @Nullable String phoneNumber,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return persons.read(emailAddress, phoneNumber)
                .map(person -> receipt(
                        visit,
                        switch (person) {
                            case ErasedPersons.ByEmail(String email) ->
                                erasures.ofEmail(email, operator, Address.given(reason));
                            case ErasedPersons.ByPhone(String phone) ->
                                erasures.ofPhone(phone, operator, Address.given(reason));
                        }))
                .orElseGet(() -> form(
                        HttpStatus.BAD_REQUEST,
                        visit,
                        emailAddress,
                        phoneNumber,
                        pages.text(visit, "console.erasures.fault")));
    }

    private ResponseEntity<String> form(
            HttpStatusCode status,
            Visit visit,
            @Nullable String emailAddress,
            @Nullable String phoneNumber,
            @Nullable String fault) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("emailAddress", emailAddress);
        model.put("phoneNumber", phoneNumber);
        model.put("fault", fault);
        return pages.page(status, visit, HERE, "erasures", model);
    }

    // Shown as the answer: it is no thing that has an address, and to erase once more changes nothing.
    private ResponseEntity<String> receipt(Visit visit, ErasureReceipt receipt) {
        return pages.page(visit, HERE, "receipt", Map.of("receipt", receipt));
    }
}
