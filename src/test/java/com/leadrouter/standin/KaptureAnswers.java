package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Kapture's answers: the contract's examples, filled in. */
final class KaptureAnswers {

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ENGLISH);

    private static final JsonNode PULLED =
            Example.of("kapture-pull-response.json").json().path("message").path(0);
    private static final String LINE = "@line@";

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

    static Answer found(KaptureCustomer customer, ZoneId zone, Masking masking) {
        ObjectNode answer = Example.of("kapture-get-response.json").json();
        ObjectNode details = answer.withObject("/Customer Details");
        ZonedDateTime created = customer.createdAt().atZone(zone);
        details.put("id", customer.id())
                .put("name", customer.name())
                .put("companyPhone", masking.phone(customer.phone()))
                .put("state", customer.field("state"))
                .put("city", customer.field("city"))
                .put("country", customer.field("country"))
                .put("generationDate", TEXT.format(created));
        ObjectNode contact = (ObjectNode) details.path("contacts").path(0);
        contact.put("id", customer.contactId())
                .put("leadId", customer.id())
                .put("companyName", customer.name())
                .put("contactPerson", customer.field("contact_person_name"))
                .put("phone", masking.phone(customer.field("contact_person_phone")))
                .put("email", masking.email(customer.field("contact_person_email")))
                .put("gender", customer.field("gender").isBlank() ? " " : customer.field("gender"));
        contact.set("generationDate", calendar(created));
        return Answer.json(200, answer);
    }

    /** One element of Pull's list, as text: the raw line breaks in its remarks are Kapture's own. */
    static String pulled(KaptureCustomer customer, ZoneId zone, Masking masking) {
        ObjectNode element = (ObjectNode) PULLED.deepCopy();
        ZonedDateTime created = customer.createdAt().atZone(zone);
        element.put("id", customer.id())
                .put("name", customer.name())
                .put("city", customer.field("city"))
                .put("country", customer.field("country"))
                .put("generationDate", TEXT.format(created))
                .put("remarks", remarks(customer))
                .set("lastModificationTime", calendar(customer.modifiedAt().atZone(zone)));
        ObjectNode contact = (ObjectNode) element.path("contacts").path(0);
        contact.put("id", customer.contactId())
                .put("leadId", customer.id())
                .put("contactPerson", customer.name())
                .put("phone", masking.phone(customer.phone()))
                .put("email", masking.email(customer.field("email_id")))
                .put("isMobileMasked", masking.phone())
                .put("isEmailMasked", masking.email())
                .set("generationDate", calendar(created));
        return Json.write(element).replace(LINE, "\r\n\t");
    }

    private static String remarks(KaptureCustomer customer) {
        return String.join(
                LINE,
                "",
                "NAME " + customer.name(),
                "PHONE " + customer.phone(),
                "EMAIL " + customer.email(),
                "PRIMARY_SOURCE " + customer.field("campaign_name"),
                "");
    }

    private static ObjectNode calendar(ZonedDateTime time) {
        return Json.object()
                .put("year", time.getYear())
                .put("month", time.getMonthValue() - 1)
                .put("dayOfMonth", time.getDayOfMonth())
                .put("hourOfDay", time.getHour())
                .put("minute", time.getMinute())
                .put("second", time.getSecond());
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
