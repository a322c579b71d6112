package com.leadrouter.kapture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kapture's answer as it may go on record. It tells of customers who may be other persons than the lead's, so of JSON
 * there remain structure, numbers, booleans and what Kapture says of the call; other texts become {@code ***}.
 */
final class RecordedResponse {

    private static final String MASK = "***";
    private static final Set<String> OF_THE_CALL = Set.of("status", "message", "customerdetails", "error");

    private RecordedResponse() {}

    static @Nullable String of(String body) {
        if (body.isBlank()) {
            return null;
        }
        return KaptureJson.read(body)
                .filter(JsonNode::isContainerNode)
                .map(json -> masked("", json, true).toString())
                .orElseGet(() -> plain(body));
    }

    private static String plain(String body) {
        // Cut-off JSON holds the same texts and cannot be masked one by one.
        boolean brokenJson = body.stripLeading().matches("(?s)[\\[{\"].*");
        return brokenJson ? "(unreadable JSON of " + body.length() + " characters)" : body;
    }

    private static JsonNode masked(String name, JsonNode node, boolean top) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                node.properties().forEach(property -> {
                    String plainName = KaptureJson.plain(property.getKey());
                    JsonNode value = property.getValue();
                    boolean harmless = top && value.isTextual() && OF_THE_CALL.contains(plainName);
                    copy.set(property.getKey(), harmless ? value : masked(plainName, value, false));
                });
                yield copy;
            }
            case ARRAY -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                node.forEach(element -> copy.add(masked(name, element, false)));
                yield copy;
            }
            case STRING -> node.asText().isBlank() ? node : JsonNodeFactory.instance.textNode(MASK);
            case NUMBER -> isPhone(name) ? JsonNodeFactory.instance.textNode(MASK) : node;
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> node;
        };
    }

    // Numbers may come where texts are due.
    private static boolean isPhone(String name) {
        return name.contains("phone") || name.contains("mobile") || name.contains("landline");
    }
}
