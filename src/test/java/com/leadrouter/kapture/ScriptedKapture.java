package com.leadrouter.kapture;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.RemoteCalls;
import com.leadrouter.platform.RemoteCallsFixture;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A Kapture on a real socket that answers a script: each step is due once, in order, at the path of its operation, and
 * whatever comes out of turn gets WireMock's 404.
 */
final class ScriptedKapture implements AutoCloseable {

    static final DestinationName NAME = new DestinationName("kapture");
    static final String PREFIX = "lead-router.destinations.kapture.";

    record Step(String operation, ResponseDefinitionBuilder answer) {}

    /** How a delivery ended and what is on record of it. */
    record Result(CallOutcome outcome, List<CallLog.Call> calls) {}

    private final WireMockServer server = new WireMockServer(options().dynamicPort());
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final RememberedCustomers customers = new RememberedCustomers();
    private final List<RemoteCalls> opened = new ArrayList<>();
    private RateLimiterRegistry rateLimiters = RateLimiterRegistry.ofDefaults();
    private CircuitBreakerRegistry circuitBreakers = CircuitBreakerRegistry.ofDefaults();

    ScriptedKapture() {
        server.start();
        reset();
    }

    /** As new, on the same port. */
    void reset() {
        server.resetAll();
        customers.clear();
        rateLimiters = RateLimiterRegistry.ofDefaults();
        circuitBreakers = CircuitBreakerRegistry.ofDefaults();
        opened.forEach(RemoteCalls::destroy);
        opened.clear();
        properties.clear();
        set("base-url", server.baseUrl());
        set("auth-key", "common-key");
        // Apart, so that a request tells its operation; the defaults have one path for both.
        set("paths.add", "/add");
        set("paths.get", "/get");
        set("paths.update", "/update");
        set("paths.pull", "/pull");
    }

    ScriptedKapture set(String key, String value) {
        properties.put(PREFIX + key, value);
        return this;
    }

    ScriptedKapture unset(String key) {
        properties.remove(PREFIX + key);
        return this;
    }

    ScriptedKapture with(RateLimiterRegistry registry) {
        rateLimiters = registry;
        return this;
    }

    ScriptedKapture with(CircuitBreakerRegistry registry) {
        circuitBreakers = registry;
        return this;
    }

    String baseUrl() {
        return server.baseUrl();
    }

    RememberedCustomers customers() {
        return customers;
    }

    static Step add(ResponseDefinitionBuilder answer) {
        return new Step("add", answer);
    }

    static Step get(ResponseDefinitionBuilder answer) {
        return new Step("get", answer);
    }

    static Step update(ResponseDefinitionBuilder answer) {
        return new Step("update", answer);
    }

    static Step pull(ResponseDefinitionBuilder answer) {
        return new Step("pull", answer);
    }

    static ResponseDefinitionBuilder answer(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    static ResponseDefinitionBuilder example(int status, String file) {
        return answer(status, exampleText(file));
    }

    static String exampleText(String file) {
        try (InputStream in = ScriptedKapture.class.getResourceAsStream("/contracts/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ScriptedKapture answers(Step... steps) {
        String state = Scenario.STARTED;
        for (int i = 0; i < steps.length; i++) {
            String next = "after step " + (i + 1);
            String path = properties.getOrDefault(PREFIX + "paths." + steps[i].operation(), "/" + steps[i].operation());
            server.stubFor(post(urlEqualTo(path))
                    .inScenario("script")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(next)
                    .willReturn(steps[i].answer()));
            state = next;
        }
        return this;
    }

    /** Opens the courier as the service does, and carries one lead. */
    Result deliver(Lead lead, boolean uncertain) {
        return deliver(lead, uncertain, new CallLog(Clock.systemUTC()));
    }

    Result deliver(Lead lead, boolean uncertain, CallLog log) {
        RemoteCalls remoteCalls = remoteCalls();
        try {
            CallOutcome outcome = new KaptureCourierType(
                            RemoteCallsFixture.settings(properties), remoteCalls, customers, new KaptureTenants())
                    .open(NAME)
                    .deliver(new Delivery(new LeadId(new UUID(0, 1)), lead, 1, uncertain), log);
            return new Result(outcome, log.calls());
        } finally {
            remoteCalls.destroy();
        }
    }

    Result deliver(Lead lead) {
        return deliver(lead, false);
    }

    /** What the courier would begin with. */
    Preview preview(Lead lead, boolean uncertain) {
        RemoteCalls remoteCalls = remoteCalls();
        try {
            return new KaptureCourierType(
                            RemoteCallsFixture.settings(properties), remoteCalls, customers, new KaptureTenants())
                    .open(NAME)
                    .preview(new Delivery(new LeadId(new UUID(0, 1)), lead, 1, uncertain));
        } finally {
            remoteCalls.destroy();
        }
    }

    /** The three calls without the flow around them. */
    KaptureCalls calls(CallLog log) {
        KaptureSettings settings = RemoteCallsFixture.settings(properties)
                .bind(PREFIX.substring(0, PREFIX.length() - 1), KaptureSettings.class);
        return new KaptureCalls(
                remoteCalls().open(NAME.value(), settings.baseUrl(), settings.secrets()), settings, log);
    }

    /** What the tenant is asked beside the deliveries, opened as the service does. */
    CustomerPages pages() {
        RemoteCalls remoteCalls = remoteCalls();
        opened.add(remoteCalls);
        KaptureTenants tenants = new KaptureTenants();
        new KaptureCourierType(RemoteCallsFixture.settings(properties), remoteCalls, customers, tenants).open(NAME);
        return tenants.find(NAME).orElseThrow().pages();
    }

    private RemoteCalls remoteCalls() {
        return RemoteCallsFixture.remoteCalls(properties, circuitBreakers, rateLimiters);
    }

    List<LoggedRequest> requests() {
        // WireMock tells the latest first.
        return server.getAllServeEvents().reversed().stream()
                .map(ServeEvent::getRequest)
                .toList();
    }

    List<String> operations() {
        return requests().stream().map(request -> request.getUrl().substring(1)).toList();
    }

    /** The body of one request, counted from 0. */
    JsonNode sent(int index) {
        return json(requests().get(index).getBodyAsString());
    }

    static JsonNode json(String text) {
        return KaptureJson.read(text).orElseThrow(() -> new AssertionError("no JSON: " + text));
    }

    @Override
    public void close() {
        opened.forEach(RemoteCalls::destroy);
        server.stop();
    }
}
