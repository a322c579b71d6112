package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays CAP's one endpoint: what is read, in which order it is judged, what is answered. */
final class CapPartner implements Partner {

    static final String PATH = "/lead-submission/v1/external";

    private final CapSettings settings;
    private final CapCatalogue catalogue = new CapCatalogue();

    CapPartner(CapSettings settings) {
        this.settings = settings;
    }

    CapCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public String name() {
        return "CAP Gateway";
    }

    @Override
    public Set<String> operations() {
        return Set.of("submit");
    }

    @Override
    public String sampleExample() {
        return "cap-response-400-validation.json";
    }

    @Override
    public Visit receive(Inbound request) {
        if (!request.path().equals(PATH)) {
            return Visit.stray("no such path: " + request.path(), Answer.of(404, "", ""));
        }
        if (!request.method().equals("POST")) {
            return Visit.stray("no such method: " + request.method(), Answer.of(405, "", ""));
        }
        CapBody body = new CapBody(request.body(), settings);
        List<String> violations = new ArrayList<>(body.violations());
        if (!request.isJson()) {
            violations.add("Content-Type is not application/json");
        }
        String reference = body.text("/metadata/externalReferenceId");
        Set<String> keys = reference.isBlank() ? Set.of() : Set.of(reference);
        return new Visit("submit", keys, request.body(), violations, () -> judge(request, body));
    }

    private Answer judge(Inbound request, CapBody body) {
        if (!request.header("X-API-Key").equals(Optional.of(settings.apiKey()))) {
            return Answer.example("cap-response-401.json");
        }
        if (!request.isJson()) {
            return Answer.of(415, "", "");
        }
        if (!body.unbindable().isEmpty()) {
            return problemDetails(body.unbindable());
        }
        String campaignId = body.text("/metadata/campaignId");
        List<String> messages = body.messages(catalogue.campaign(campaignId));
        if (!messages.isEmpty()) {
            ObjectNode answer = Json.object();
            messages.forEach(answer.putArray("errors")::add);
            return Answer.json(400, answer);
        }
        return body.violations().isEmpty()
                ? catalogue
                        .refusal(
                                campaignId,
                                body.text("/metadata/enquirySource/acquisitionChannel"),
                                body.text("/vehicle/name"))
                        .orElseGet(() -> Answer.example("cap-response-202.json").asAccepted())
                : problemDetails(Map.of("$", String.join(" ", body.violations())));
    }

    private static Answer problemDetails(Map<String, String> errors) {
        ObjectNode answer = Example.of("cap-response-400-problem-details.json").json();
        ObjectNode details = answer.putObject("errors");
        errors.forEach((path, text) -> details.putArray(path).add(text));
        return Answer.json(400, answer);
    }

    @Override
    public String errorBody(int status) {
        return switch (status) {
            case 401 -> Example.of("cap-response-401.json").text();
            case 500 -> Example.of("cap-response-500.json").text();
            default -> "";
        };
    }

    @Override
    public void describe(ObjectNode state) {
        state.put("path", PATH);
    }
}
