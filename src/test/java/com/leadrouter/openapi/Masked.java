package com.leadrouter.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** Answers without what is different each time: whether something stands there still counts. */
final class Masked {

    private static final Set<String> DIFFERENT_EACH_TIME = Set.of(
            "leadId",
            "duplicateOf",
            "instance",
            "source",
            "receivedAt",
            "startedAt",
            "settledAt",
            "durationMillis",
            "externalId",
            "customerId",
            "pullId",
            "from",
            "to",
            "seenAt",
            "createdAt",
            "modifiedAt",
            "deliveredAt",
            "oldestAt",
            "response",
            "at",
            "since",
            "lastSuccessAt",
            "oldestSeconds",
            "jobId",
            "matched",
            "retried",
            "url",
            "kapture_customer_id",
            "secSource",
            "expected",
            "actual");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Masked() {}

    /** Of each line. */
    static List<JsonNode> of(String text) {
        return text.lines().map(Masked::read).map(Masked::masked).toList();
    }

    private static JsonNode masked(JsonNode node) {
        node.forEach(Masked::masked);
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (DIFFERENT_EACH_TIME.contains(field.getKey())
                        && !field.getValue().isNull()) {
                    object.put(field.getKey(), "…");
                }
            });
        }
        return node;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
