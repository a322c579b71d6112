package com.leadrouter.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.Api;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON as trees: valid leads, leads with something wrong at any place, anything at all. */
final class Trees {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private Trees() {}

    /** A place in a tree where something else can stand. */
    private record Place(ObjectNode parent, String name) {}

    static ObjectNode lead(Random random) {
        try {
            ObjectNode lead = (ObjectNode) JSON.readTree(Api.aLead(random.nextInt(900_000_000)));
            if (random.nextBoolean()) {
                lead.put("externalReferenceId", "fuzz-" + random.nextInt(1000));
                lead.put("enquiryDateTime", "2026-11-21T10:20:59Z").put("ipAddress", "203.0.113.7");
                lead.withObject("/attributes").put("utm_source", "newsletter");
                lead.withObject("/contact").put("gender", "F");
                lead.withObject("/contact/address").put("postcode", "560001").put("city", "Bengaluru");
            }
            return lead;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode mutated(Random random) {
        ObjectNode lead = lead(random);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            List<Place> places = new ArrayList<>();
            collect(lead, places);
            change(places.get(random.nextInt(places.size())), random);
        }
        return lead;
    }

    private static void collect(ObjectNode object, List<Place> places) {
        object.fieldNames().forEachRemaining(name -> places.add(new Place(object, name)));
        object.elements().forEachRemaining(child -> {
            if (child instanceof ObjectNode inner) {
                collect(inner, places);
            }
        });
        if (places.isEmpty()) {
            places.add(new Place(object, "contact"));
        }
    }

    private static void change(Place place, Random random) {
        JsonNode there = place.parent.path(place.name);
        switch (random.nextInt(8)) {
            case 0 -> place.parent.remove(place.name);
            case 1 -> place.parent.set(Nasty.text(random), there);
            case 2 -> place.parent.set(place.name, NODES.arrayNode().add(there));
            case 3 -> place.parent.set(place.name, any(random, 3));
            case 4 -> place.parent.set(Nasty.text(random), any(random, 2));
            default -> place.parent.put(place.name, Nasty.text(random));
        }
    }

    static JsonNode any(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(5) - 2);
            case 3 -> NODES.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(300)));
            case 4 -> NODES.numberNode(new BigDecimal("1e" + (random.nextInt(2_000_000) - 1_000_000)));
            case 5 -> NODES.numberNode(random.nextDouble());
            case 9, 10 -> object(random, depth - 1);
            case 11, 12 -> array(random, depth - 1);
            case 13 -> nested(random.nextInt(60));
            default -> NODES.textNode(Nasty.text(random));
        };
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (int size = random.nextInt(6); size > 0; size--) {
            object.set(Nasty.text(random), any(random, depth));
        }
        return object;
    }

    private static ArrayNode array(Random random, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int size = random.nextInt(6); size > 0; size--) {
            array.add(any(random, depth));
        }
        for (int size = random.nextInt(20) == 0 ? 3000 : 0; size > 0; size--) {
            array.add(size);
        }
        return array;
    }

    private static JsonNode nested(int depth) {
        JsonNode node = NODES.numberNode(1);
        for (int i = 0; i < depth; i++) {
            node = i % 2 == 0 ? NODES.arrayNode().add(node) : NODES.objectNode().set("a", node);
        }
        return node;
    }
}
