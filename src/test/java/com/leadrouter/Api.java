package com.leadrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Hands in leads and asks what became of them, as a web form's server would. */
public final class Api {

    public static final String CAMPAIGN = "966c7488-bfa7-45b5-8510-d26ba3008879";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Api() {}

    /** A valid lead of a person of one's own: the number makes name, e-mail and phone. */
    public static String aLead(int person) {
        return """
                { "campaignId": "%s", "enquiryType": "Test Drive", "acquisitionChannel": "Website",
                  "contact": { "firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada%d@example.com",
                    "phoneNumber": "+91 %d", "address": { "country": "IN" } },
                  "optInConsents": { "email": true, "phone": false }, "vehicle": { "name": "Example Vehicle" } }
                """.formatted(CAMPAIGN, person, 9_000_000_000L + person);
    }

    public static HttpResponse<String> post(Replica replica, String lead) {
        return post(replica, lead, Map.of());
    }

    public static HttpResponse<String> post(Replica replica, String lead, Map<String, String> headers) {
        return post(replica, "/api/v1/leads", lead, headers);
    }

    public static HttpResponse<String> post(Replica replica, String path, String lead, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(replica.url(path))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-Key", "demo-key")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(lead));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    /** Hands in a lead that has to be accepted. */
    public static String accepted(Replica replica, String lead) {
        HttpResponse<String> answer = post(replica, lead);
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + ": " + answer.body());
        }
        return json(answer).path("leadId").asText();
    }

    public static JsonNode report(Replica replica, String leadId) {
        return json(get(replica, "/api/v1/leads/" + leadId, "demo-key"));
    }

    /** One delivery of a lead. */
    public static JsonNode delivery(Replica replica, String leadId, String destination) {
        for (JsonNode delivery : report(replica, leadId).path("deliveries")) {
            if (delivery.path("destination").asText().equals(destination)) {
                return delivery;
            }
        }
        throw new AssertionError("no delivery to " + destination);
    }

    public static HttpResponse<String> get(Replica replica, String path, String key) {
        return send(HttpRequest.newBuilder(replica.url(path))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-Key", key)
                .build());
    }

    public static HttpResponse<String> management(Replica replica, String path) {
        return send(HttpRequest.newBuilder(replica.managementUrl(path))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
