package com.leadrouter.delivery;

import com.leadrouter.lead.Violation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The call that a courier would make first, were it to deliver now: method, address, headers with their secrets masked, the
 * body as an object to be written as JSON, and the faults for which the destination would surely refuse it.
 */
public record Preview(String method, String url, Map<String, String> headers, Object body, List<Violation> errors) {

    /** What stands in the place of a secret. */
    public static final String MASKED = "****";

    /** A call that posts JSON, with its secret in that header. */
    public static Preview ofPostedJson(String url, String secretHeader, Object body, List<Violation> errors) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(secretHeader, MASKED);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        return new Preview("POST", url, headers, body, errors);
    }

    public Preview {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        errors = List.copyOf(errors);
    }

    @Override
    public String toString() {
        return "Preview[" + method + " " + url + ", …]";
    }
}
