package com.leadrouter.kapture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** JSON as Kapture writes it: raw control characters in strings, names in any letter case, ids that may be text. */
final class KaptureJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private KaptureJson() {}

    /** The text as JSON, or nothing where it is none. */
    static Optional<JsonNode> read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    static byte[] write(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that cannot be written", e);
        }
    }

    /** The property whose name has these letters ({@link #plain}); a missing node where there is none. */
    static JsonNode property(JsonNode object, String plainName) {
        return object.properties().stream()
                .filter(property -> plain(property.getKey()).equals(plainName))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    /** A name's letters and digits in lower case: {@code Kapture Customer Id} and {@code kapture_customer_id} are one. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
