package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the request bodies of Kapture against the shapes of its contract, sections 4.1, 5, 6 and 7. */
final class KaptureBody {

    private static final Set<String> ADD = Set.of(
            "customer_name",
            "phone",
            "email_id",
            "country",
            "state",
            "city",
            "zone",
            "campaign_name",
            "secSource",
            "tertSource",
            "customer_assign_emp_code",
            "customer_assign_emp_name",
            "customer_assign_emp_email",
            "kapture_customer_id",
            "contact_id",
            "contact_person_name",
            "contact_person_phone",
            "contact_person_email",
            "additional_contact_phone",
            "country_code",
            "gender");
    private static final Set<String> UPDATE = Set.of("kapture_customer_id", "customer_name", "phone", "email_id");
    private static final Set<String> PULL = Set.of("start_date", "end_date");
    private static final Set<String> GET = Set.of("kapture_customer_id", "customer_id", "email_id", "phone");

    private final JsonNode root;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    KaptureBody(String text) {
        root = Json.read(text).orElse(MissingNode.getInstance());
        JsonNode object = root.isArray() ? root.path(0) : root;
        if (!object.isObject()) {
            violations.add("the body holds no JSON object");
        }
        for (var property : object.properties()) {
            if (property.getValue().isTextual()) {
                fields.put(property.getKey(), property.getValue().textValue());
            } else {
                violations.add(property.getKey() + " is no string");
            }
        }
    }

    Map<String, String> fields() {
        return fields;
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Those with a value. */
    Map<String, String> filled() {
        Map<String, String> filled = new LinkedHashMap<>(fields);
        filled.values().removeIf(String::isBlank);
        return filled;
    }

    List<String> violations() {
        return violations;
    }

    void checkAdd() {
        single();
        keys(ADD, ADD);
        blank("kapture_customer_id");
        blank("contact_id");
        if (!Set.of("M", "F", "").contains(field("gender"))) {
            violations.add("gender is neither M nor F nor blank");
        }
    }

    void checkUpdate() {
        single();
        keys(UPDATE, ADD);
        if (!field("kapture_customer_id").matches("\\d{1,18}")) {
            violations.add("kapture_customer_id is no id");
        }
        fields.forEach((name, value) -> {
            if (!UPDATE.contains(name) && value.isBlank()) {
                violations.add(name + " is sent without a value");
            }
        });
    }

    /** The dates, where they can be read. */
    Optional<PullDates> checkPull() {
        arrayOfOne();
        keys(PULL, PULL);
        return PullDates.read(field("start_date"), field("end_date"), violations);
    }

    void checkGet() {
        arrayOfOne();
        keys(GET, GET);
        if (!field("kapture_customer_id").matches("\\d{0,18}")) {
            violations.add("kapture_customer_id is no id");
        }
        blank("customer_id");
        long values = Stream.of("kapture_customer_id", "email_id", "phone")
                .filter(name -> !field(name).isBlank())
                .count();
        if (values != 1) {
            violations.add(values + " search values, exactly one is asked for");
        }
    }

    private void arrayOfOne() {
        if (!root.isArray() || root.size() != 1) {
            violations.add("the body is no array of exactly one object");
        }
    }

    private void single() {
        if (root.isArray()) {
            violations.add("the body is an array, one object is asked for");
        }
    }

    private void keys(Set<String> needed, Set<String> known) {
        needed.stream()
                .filter(name -> !fields.containsKey(name))
                .sorted()
                .forEach(name -> violations.add(name + " is missing"));
        fields.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> violations.add(name + " is unknown"));
    }

    private void blank(String name) {
        if (!field(name).isBlank()) {
            violations.add(name + " has a value");
        }
    }
}
