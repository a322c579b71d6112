package com.leadrouter.standin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A customer as Kapture has it.
 *
 * @param fields by wire name of the Add call; absent ones are blank
 */
public record KaptureCustomer(
        long id, long contactId, Map<String, String> fields, Instant createdAt, Instant modifiedAt) {

    public KaptureCustomer {
        fields = Map.copyOf(fields);
    }

    public String name() {
        return field("customer_name");
    }

    public String phone() {
        return field("phone");
    }

    /** In lower case, since that is how it is compared. */
    public String email() {
        return field("email_id").toLowerCase(Locale.ROOT);
    }

    public String field(String wireName) {
        return fields.getOrDefault(wireName, "");
    }

    KaptureCustomer with(Map<String, String> changes, Instant now) {
        Map<String, String> merged = new LinkedHashMap<>(fields);
        merged.putAll(changes);
        return new KaptureCustomer(id, contactId, merged, createdAt, now);
    }
}
