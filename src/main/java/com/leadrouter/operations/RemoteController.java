package com.leadrouter.operations;

import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.Deliveries;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.kapture.CustomerLook;
import com.leadrouter.kapture.SentPerson;
import com.leadrouter.kapture.SentPerson.Difference;
import com.leadrouter.kapture.SentPerson.Way;
import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
import com.leadrouter.lead.StoredLead;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET …/remote}: what the destination has of a lead's person now, beside what was sent. */
@RestController
final class RemoteController {

    /** What was sent, and what is there; nothing was sent before the delivery, and who is not found is null. */
    record Remote(SentPerson sent, @Nullable Found found, List<Difference> different) {}

    /** A customer as Kapture has it now. */
    record Found(
            String customerId,
            @Nullable String name,
            @Nullable String phoneNumber,
            @Nullable String emailAddress,
            boolean phoneMasked,
            boolean emailMasked,
            @Nullable Instant createdAt,
            @Nullable Instant modifiedAt) {

        @Override
        public String toString() {
            return "Found[" + customerId + ", …]";
        }
    }

    private final CustomerDestinations destinations;
    private final CustomerDesk desk;
    private final SentPersons persons;
    private final Leads leads;
    private final Deliveries deliveries;

    RemoteController(
            CustomerDestinations destinations,
            CustomerDesk desk,
            SentPersons persons,
            Leads leads,
            Deliveries deliveries) {
        this.destinations = destinations;
        this.desk = desk;
        this.persons = persons;
        this.leads = leads;
        this.deliveries = deliveries;
    }

    @GetMapping(
            path = "/api/v1/leads/{leadId}/deliveries/{destination}/remote",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> remote(
            CallingOperator operator,
            @PathVariable String leadId,
            @PathVariable("destination") String name,
            HttpServletRequest request) {
        Optional<LeadId> id = LeadId.read(leadId);
        Optional<StoredLead> lead = id.flatMap(leads::find);
        Optional<DeliveryRecord> delivery = id.flatMap(known -> deliveries.of(known).stream()
                .filter(one -> one.destination().value().equals(name))
                .findFirst());
        return lead.isEmpty() || delivery.isEmpty()
                ? Problem.of(ProblemType.NOT_FOUND, request).answer()
                : destinations.at(
                        name,
                        request,
                        there -> lead.get().disposition() == Disposition.ERASED
                                ? conflict("The lead has been erased.", request)
                                : look(there, lead.get().lead(), delivery.get(), request));
    }

    private ResponseEntity<?> look(
            DestinationName destination, Lead lead, DeliveryRecord delivery, HttpServletRequest request) {
        SentPerson sent = delivery.status() == DeliveryStatus.DELIVERED
                ? persons.of(destination, lead, way(delivery))
                : SentPerson.NOTHING;
        return switch (customer(delivery)
                .map(id -> desk.look(destination, id))
                .orElseGet(() -> desk.look(destination, lead))) {
            case CustomerLook.There there ->
                ResponseEntity.ok(
                        new Remote(sent, found(there), sent.different(there.name(), there.phone(), there.email())));
            case CustomerLook.Gone gone -> ResponseEntity.ok(new Remote(sent, null, List.of()));
            case CustomerLook.Unanswered(var outcome) -> unanswered(outcome, request);
        };
    }

    static Way way(DeliveryRecord delivery) {
        boolean two = delivery.errors().stream().anyMatch(error -> SentPerson.TWO_CUSTOMERS.equals(error.code()));
        boolean added = delivery.history().stream()
                .anyMatch(call -> call.operation().equals("add") && call.outcome() == Outcome.ACCEPTED);
        return two ? Way.UPDATED_ONE_OF_TWO : added ? Way.ADDED : Way.UPDATED;
    }

    private static Optional<Long> customer(DeliveryRecord delivery) {
        return Optional.ofNullable(delivery.externalId())
                .filter(id -> id.matches("[1-9][0-9]{0,17}"))
                .map(Long::valueOf);
    }

    private static Found found(CustomerLook.There there) {
        return new Found(
                Long.toString(there.customerId()),
                there.name(),
                there.phone(),
                there.email(),
                there.phoneMasked(),
                there.emailMasked(),
                there.createdAt(),
                there.modifiedAt());
    }

    private static ResponseEntity<?> unanswered(CallOutcome outcome, HttpServletRequest request) {
        return switch (outcome) {
            case Unauthorized refused -> conflict("The destination refuses our key for this call.", request);
            case RejectedConfiguration refused ->
                conflict("The destination has no such call at the address that is configured.", request);
            case RejectedData refused -> conflict("The destination refuses the question.", request);
            case Throttled throttled -> later(request);
            case Failed failed -> later(request);
            case Unreachable unreachable -> later(request);
            case Unknown unknown -> later(request);
            case NotTried held -> later(request);
            case Accepted accepted -> throw new IllegalStateException("an answer that is none");
        };
    }

    private static ResponseEntity<?> conflict(String detail, HttpServletRequest request) {
        return Problem.of(ProblemType.NOT_POSSIBLE_NOW, detail, request).answer();
    }

    private static ResponseEntity<?> later(HttpServletRequest request) {
        return Problem.of(ProblemType.UNAVAILABLE, "The destination does not answer; ask again in a moment.", request)
                .answer();
    }
}
