package com.leadrouter.kapture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** JSON as Kapture writes it: raw control characters in strings, names in any letter case, ids that may be text. */
final class KaptureJson {

    // Longer than any that is looked at; those that are not are skipped without being held.
    private static final int LONGEST_TEXT = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    /** As many contacts of one customer as anyone looks at. */
    private static final int MOST_ELEMENTS = 100;

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

    /** The same while it still comes; bytes that are no UTF-8 cost their character, not the answer. */
    static JsonParser parser(InputStream in) throws IOException {
        return MAPPER.getFactory().createParser(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The value at hand with only those properties, by plain name, on all levels; of the rest nothing is held. */
    static JsonNode pruned(JsonParser json, Predicate<String> wanted) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    if (wanted.test(plain(name))) {
                        object.set(name, pruned(json, wanted));
                    } else {
                        json.skipChildren();
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (array.size() < MOST_ELEMENTS) {
                        array.add(pruned(json, wanted));
                    } else {
                        json.skipChildren();
                    }
                }
                yield array;
            }
            default -> MAPPER.readTree(json);
        };
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
        // By hand: a long answer has millions of names.
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char letter = Character.toLowerCase(name.charAt(i));
            if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
                plain.append(letter);
            }
        }
        return plain.toString();
    }
}
