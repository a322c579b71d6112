package com.leadrouter.lead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was sent as the fields of a form, made into the JSON that {@link Sent} is read from. A name that the lead knows,
 * with dots, is that field; every other one is an attribute, with or without {@code attributes.} before it.
 */
final class SentForm {

    private static final String ATTRIBUTES = "attributes";
    private static final Map<String, Class<?>> FIELDS =
            fieldsOf("", Sent.class).collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    private static final Map<String, Boolean> CONSENTS = Map.of(
            "true", true, "on", true, "yes", true, "1", true, "false", false, "off", false, "no", false, "0", false);

    private final ObjectNode lead = JsonNodeFactory.instance.objectNode();
    private final Faults faults;

    private SentForm(Faults faults) {
        this.faults = faults;
    }

    /** Every field with all the values that came for it; what cannot be read is noted as a fault and counts as absent. */
    static JsonNode read(Map<String, List<String>> fields, Faults faults) {
        Map<List<String>, List<String>> byPath = new LinkedHashMap<>();
        fields.forEach((name, values) ->
                byPath.computeIfAbsent(pathOf(name), path -> new ArrayList<>()).addAll(values));
        SentForm form = new SentForm(faults);
        byPath.forEach(form::put);
        return form.lead;
    }

    /** Whether a field may be given this name: one of the lead's, or that of an attribute. */
    static boolean knows(String name) {
        return FIELDS.containsKey(name) || isAttribute(name);
    }

    private static boolean isAttribute(String name) {
        return name.startsWith(ATTRIBUTES + ".") && name.length() > ATTRIBUTES.length() + 1;
    }

    private static List<String> pathOf(String name) {
        if (FIELDS.containsKey(name)) {
            return List.of(name.split("\\."));
        }
        return List.of(ATTRIBUTES, isAttribute(name) ? name.substring(ATTRIBUTES.length() + 1) : name);
    }

    private void put(List<String> path, List<String> given) {
        // Pages have the same field twice, for wide screens and for narrow ones, and hidden ones that say nothing.
        List<String> values = given.stream()
                .map(Blanks::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (values.isEmpty()) {
            return;
        }
        value(path, values).ifPresent(value -> {
            ObjectNode parent = lead;
            for (String name : path.subList(0, path.size() - 1)) {
                parent = parent.withObjectProperty(name);
            }
            parent.set(path.getLast(), value);
        });
    }

    private Optional<JsonNode> value(List<String> path, List<String> values) {
        if (path.getFirst().equals(ATTRIBUTES)) {
            return Optional.of(TextNode.valueOf(String.join(", ", values))); // boxes of one group, a choice of several
        }
        if (FIELDS.get(String.join(".", path)) == Boolean.class) {
            return consent(path, values);
        }
        return values.size() == 1
                ? Optional.of(TextNode.valueOf(values.getFirst()))
                : fault(path, FaultCode.DUPLICATE_FIELD);
    }

    // Frameworks put a hidden "no" before or behind a box, which comes along where the box is ticked: any yes is yes.
    private Optional<JsonNode> consent(List<String> path, List<String> values) {
        Set<String> words =
                values.stream().map(value -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return CONSENTS.keySet().containsAll(words)
                ? Optional.of(BooleanNode.valueOf(words.stream().anyMatch(CONSENTS::get)))
                : fault(path, FaultCode.INVALID_CONSENT);
    }

    private Optional<JsonNode> fault(List<String> path, String code) {
        Pointer pointer = Pointer.ROOT;
        for (String name : path) {
            pointer = pointer.to(name);
        }
        faults.add(pointer, code);
        return Optional.empty();
    }

    private static Stream<Map.Entry<String, Class<?>>> fieldsOf(String prefix, Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType() != Map.class)
                .flatMap(component -> fieldsOf(prefix, component));
    }

    private static Stream<Map.Entry<String, Class<?>>> fieldsOf(String prefix, RecordComponent component) {
        String name = prefix + component.getName();
        return component.getType().isRecord()
                ? fieldsOf(name + ".", component.getType())
                : Stream.of(Map.entry(name, component.getType()));
    }
}
