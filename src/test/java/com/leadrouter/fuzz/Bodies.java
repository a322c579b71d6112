package com.leadrouter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bodies of requests, from right to random bytes, in each form in which leads can be handed in. */
final class Bodies {

    static final String BOUNDARY = "fuzz";

    private static final JsonMapper PLAIN = new JsonMapper();
    private static final JsonMapper ESCAPED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Bodies() {}

    static byte[] lead(Random random) {
        return garbled(random, text(random, tree(random)));
    }

    static byte[] batch(Random random) {
        return garbled(
                random, leads(random).map(lead -> text(random, lead)).collect(Collectors.joining(",", "[", "]")));
    }

    static byte[] lines(Random random) {
        return garbled(random, leads(random).map(lead -> text(random, lead)).collect(Collectors.joining("\n")));
    }

    static byte[] urlencoded(Random random) {
        return garbled(
                random,
                fields(random).entrySet().stream()
                        .map(field -> encoded(random, field.getKey()) + "=" + encoded(random, field.getValue()))
                        .collect(Collectors.joining("&")));
    }

    static byte[] multipart(Random random) {
        String parts = fields(random).entrySet().stream()
                .map(field -> "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\""
                        + (random.nextInt(20) == 0 ? "; filename=\"" + Nasty.text(random) + "\"" : "")
                        + (random.nextInt(20) == 0 ? "\r\nContent-Type: " + Nasty.text(random) : "") + "\r\n\r\n"
                        + field.getValue() + "\r\n")
                .collect(Collectors.joining());
        return garbled(random, parts + (random.nextInt(10) == 0 ? "" : "--" + BOUNDARY + "--\r\n"));
    }

    private static JsonNode tree(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> Trees.lead(random);
            case 2 -> Trees.any(random, 4);
            default -> Trees.mutated(random);
        };
    }

    private static Stream<JsonNode> leads(Random random) {
        return IntStream.range(0, random.nextInt(8)).mapToObj(i -> tree(random));
    }

    private static Map<String, String> fields(Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        flatten("", tree(random), fields);
        if (random.nextInt(4) == 0) {
            fields.put(Nasty.text(random), Nasty.text(random));
        }
        return fields;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(child -> flatten(
                            name.isEmpty() ? child.getKey() : name + "." + child.getKey(), child.getValue(), fields));
        } else {
            fields.put(name, node.asText());
        }
    }

    private static String encoded(Random random, String text) {
        return random.nextInt(30) == 0 ? text : URLEncoder.encode(text, UTF_8);
    }

    private static String text(Random random, JsonNode tree) {
        try {
            JsonMapper mapper = random.nextBoolean() ? PLAIN : ESCAPED;
            String text = mapper.writeValueAsString(tree);
            return random.nextInt(30) == 0 ? text.replaceFirst("\\{", "{\"contact\":{},") : text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Now and then a few bytes are not what they were. */
    private static byte[] garbled(Random random, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return switch (random.nextInt(20)) {
            case 0 -> flipped(random, bytes);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> twice(random, bytes);
            case 3 -> random(random);
            default -> bytes;
        };
    }

    private static byte[] flipped(Random random, byte[] bytes) {
        for (int flips = bytes.length == 0 ? 0 : 1 + random.nextInt(5); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] twice(Random random, byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, to);
        all.write(bytes, from, bytes.length - from);
        return all.toByteArray();
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[random.nextInt(5000)];
        random.nextBytes(bytes);
        return bytes;
    }
}
