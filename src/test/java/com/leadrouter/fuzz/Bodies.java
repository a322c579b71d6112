package com.leadrouter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies of requests, from right to random bytes, in each form in which leads can be handed in. */
final class Bodies {

    static final String BOUNDARY = "fuzz";

    private static final JsonMapper PLAIN = new JsonMapper();
    private static final JsonMapper ESCAPED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Bodies() {}

    static Body lead(Random random) {
        return garbled(random, text(random, tree(random)), 1);
    }

    /** As a form's script sends it, the trap filled in now and then. */
    static Body submission(Random random) {
        JsonNode tree = tree(random);
        if (random.nextInt(10) == 0 && tree instanceof ObjectNode lead) {
            lead.set(Target.TRAP, Trees.any(random, 1));
        }
        return garbled(random, text(random, tree), 1);
    }

    static Body batch(Random random) {
        List<String> leads = leads(random);
        return garbled(random, "[" + String.join(",", leads) + "]", leads.size());
    }

    static Body lines(Random random) {
        List<String> leads = leads(random);
        return garbled(random, String.join("\n", leads), leads.size());
    }

    static Body urlencoded(Random random) {
        return garbled(
                random,
                fields(random).entrySet().stream()
                        .map(field -> encoded(random, field.getKey()) + "=" + encoded(random, field.getValue()))
                        .collect(Collectors.joining("&")),
                1);
    }

    static Body multipart(Random random) {
        String parts = fields(random).entrySet().stream()
                .map(field -> "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\""
                        + (random.nextInt(20) == 0 ? "; filename=\"" + Nasty.text(random) + "\"" : "")
                        + (random.nextInt(20) == 0 ? "\r\nContent-Type: " + Nasty.text(random) : "") + "\r\n\r\n"
                        + field.getValue() + "\r\n")
                .collect(Collectors.joining());
        return garbled(random, parts + (random.nextInt(10) == 0 ? "" : "--" + BOUNDARY + "--\r\n"), 1);
    }

    private static JsonNode tree(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> Trees.lead(random);
            case 2 -> Trees.any(random, 4);
            default -> Trees.mutated(random);
        };
    }

    private static List<String> leads(Random random) {
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> text(random, tree(random)))
                .toList();
    }

    private static Map<String, String> fields(Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        flatten("", tree(random), fields);
        if (random.nextInt(4) == 0) {
            fields.put(Nasty.text(random), Nasty.text(random));
        }
        if (random.nextInt(10) == 0) {
            fields.put(Target.TRAP, Nasty.text(random));
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
    private static Body garbled(Random random, String text, int leads) {
        byte[] bytes = text.getBytes(UTF_8);
        return switch (random.nextInt(20)) {
            case 0 -> new Body(flipped(random, bytes), Body.UNKNOWN);
            case 1 -> new Body(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)), Body.UNKNOWN);
            case 2 -> new Body(twice(random, bytes), Body.UNKNOWN);
            case 3 -> new Body(random(random), Body.UNKNOWN);
            default -> new Body(bytes, leads);
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
