package com.leadrouter.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.lead.LeadDraft;
import com.leadrouter.platform.CallingSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A web form that anyone may submit from the pages of certain origins, for a source. */
final class PublicForm {

    private final CallingSource source;
    private final FormSettings.Form settings;
    private final List<Origin> origins;

    PublicForm(CallingSource source, FormSettings.Form settings) {
        this.source = source;
        this.settings = settings;
        this.origins = settings.origins();
    }

    /** What was submitted, in the lead's own words; {@code isCaught} where a field was filled in that no person sees. */
    record Submission(LeadDraft draft, boolean isCaught) {}

    CallingSource source() {
        return source;
    }

    String key() {
        return settings.key();
    }

    int rateLimitPerIp() {
        return settings.rateLimitPerIp();
    }

    /** Where the person is to be sent afterwards, as it was written. */
    Optional<String> successUrl() {
        return Optional.ofNullable(settings.successUrl());
    }

    boolean isFor(Origin origin) {
        return origins.contains(origin);
    }

    Submission read(LeadBody.Readable sent) {
        return switch (sent) {
            case LeadBody.Json(JsonNode json) -> read(json);
            case LeadBody.Form(var fields) -> read(fields);
        };
    }

    private Submission read(JsonNode json) {
        boolean isCaught = false;
        if (json instanceof ObjectNode lead) {
            lead.remove(FormSettings.Form.OF_THE_REQUEST);
            isCaught = settings.honeypot() != null && isFilled(lead.remove(settings.honeypot()));
        }
        return new Submission(LeadDraft.of(json), isCaught);
    }

    private Submission read(Map<String, List<String>> sent) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        boolean isCaught = false;
        for (Map.Entry<String, List<String>> field : sent.entrySet()) {
            String name = field.getKey();
            if (name.equals(settings.honeypot())) {
                isCaught = field.getValue().stream().anyMatch(value -> !value.isBlank());
            } else if (!name.equals(FormSettings.Form.OF_THE_REQUEST)) {
                fields.computeIfAbsent(settings.fields().getOrDefault(name, name), first -> new ArrayList<>())
                        .addAll(field.getValue());
            }
        }
        return new Submission(LeadDraft.ofForm(fields), isCaught);
    }

    // A script sends also what nobody ticked or chose, and what is taken for filled in costs a customer.
    private static boolean isFilled(@Nullable JsonNode value) {
        return value != null
                && !value.isNull()
                && !(value.isTextual() && value.textValue().isBlank())
                && !(value.isBoolean() && !value.booleanValue())
                && !(value.isContainerNode() && value.isEmpty());
    }
}
