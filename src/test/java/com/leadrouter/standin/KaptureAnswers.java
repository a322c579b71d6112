package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Kapture's answers: the contract's examples, filled in. */
final class KaptureAnswers {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ENGLISH);

    private KaptureAnswers() {}

    static Answer added(KaptureCustomer customer) {
        ObjectNode answer = Example.of("kapture-add-response.json").json();
        ObjectNode enquiry = answer.withObject("/Enquiry");
        customer.fields().forEach(enquiry::put);
        enquiry.put("kapture_customer_id", customer.id()).put("contact_id", customer.contactId());
        return Answer.json(200, answer).asAccepted();
    }

    /** Echoes what was sent, the blanks included, not what the customer has become. */
    static Answer updated(long id, Map<String, String> sent) {
        ObjectNode answer = Example.of("kapture-update-response.json").json();
        ObjectNode enquiry = answer.withObject("/Enquiry");
        sent.forEach(enquiry::put);
        enquiry.put("kapture_customer_id", id);
        return Answer.json(200, answer).asAccepted();
    }

    static Answer found(KaptureCustomer customer) {
        ObjectNode answer = Example.of("kapture-get-response.json").json();
        ObjectNode details = answer.withObject("/Customer Details");
        ZonedDateTime created = customer.createdAt().atZone(ZONE);
        details.put("id", customer.id())
                .put("name", customer.name())
                .put("companyPhone", customer.phone())
                .put("state", customer.field("state"))
                .put("city", customer.field("city"))
                .put("country", customer.field("country"))
                .put("generationDate", TEXT.format(created));
        ObjectNode contact = (ObjectNode) details.path("contacts").path(0);
        contact.put("id", customer.contactId())
                .put("leadId", customer.id())
                .put("companyName", customer.name())
                .put("contactPerson", customer.field("contact_person_name"))
                .put("phone", customer.field("contact_person_phone"))
                .put("email", customer.field("contact_person_email"))
                .put("gender", customer.field("gender").isBlank() ? " " : customer.field("gender"));
        contact.putObject("generationDate")
                .put("year", created.getYear())
                .put("month", created.getMonthValue() - 1)
                .put("dayOfMonth", created.getDayOfMonth())
                .put("hourOfDay", created.getHour())
                .put("minute", created.getMinute())
                .put("second", created.getSecond());
        return Answer.json(200, answer);
    }

    static Answer taken(KaptureCustomers.Taken taken) {
        String which = taken.phone() && taken.email() ? "both" : taken.phone() ? "phone" : "email";
        return Answer.example("kapture-add-failed-duplicate-" + which + ".json");
    }

    /** A failure that the contract has no text for. */
    static Answer failed(String message) {
        return Answer.json(400, Json.object().put("message", message).put("status", "failed"));
    }
}
