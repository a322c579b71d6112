package com.leadrouter.cap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.RemoteCallsFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;

/** Opens real CAP couriers from properties and makes tries with them. */
final class CapFixture {

    static final LeadId LEAD_ID = LeadId.of("9cf5ae87-aafb-43e5-b4d3-9d72367a2b86");
    static final String CAMPAIGN = "966c7488-bfa7-45b5-8510-d26ba3008879";
    static final String PREFIX = "lead-router.destinations.cap.";
    static final String API_KEY = "0123456789abcdef0123456789abcdef";

    private static final JsonMapper JSON = new JsonMapper();

    private CapFixture() {}

    /** A try that was made: how it ended and what is on record. */
    record Tried(CallOutcome outcome, List<CallLog.Call> calls) {}

    /** The properties of a destination "cap"; the further ones are keys below it, each followed by its value. */
    static Map<String, String> properties(String baseUrl, String... further) {
        Map<String, String> properties = new HashMap<>();
        properties.put(PREFIX + "type", "cap");
        properties.put(PREFIX + "base-url", baseUrl);
        properties.put(PREFIX + "api-key", API_KEY);
        for (int i = 0; i < further.length; i += 2) {
            properties.put(PREFIX + further[i], further[i + 1]);
        }
        return properties;
    }

    static Courier courier(String baseUrl, String... further) {
        Map<String, String> properties = properties(baseUrl, further);
        return new CapCourierType(RemoteCallsFixture.settings(properties), RemoteCallsFixture.remoteCalls(properties))
                .open(new DestinationName("cap"));
    }

    static Tried deliver(Courier courier, Lead lead) {
        CallLog log = new CallLog(Clock.systemUTC());
        CallOutcome outcome = courier.deliver(new Delivery(LEAD_ID, lead, 1, false), log);
        return new Tried(outcome, log.calls());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the contract's example files. */
    static String example(String file) {
        try {
            return new ClassPathResource("contracts/" + file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
