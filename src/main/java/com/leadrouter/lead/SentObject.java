package com.leadrouter.lead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of what was sent, read field by field; what cannot be read is noted as a fault and counts as absent.
 * Nothing is coerced. A text comes without the blanks around it, and a blank one is absent.
 */
final class SentObject {

    private final JsonNode node;
    private final Pointer pointer;
    private final Faults faults;
    private final Set<String> known = new HashSet<>();

    private SentObject(JsonNode node, Pointer pointer, Faults faults) {
        this.node = node;
        this.pointer = pointer;
        this.faults = faults;
    }

    static SentObject root(JsonNode sent, Faults faults) {
        if (!sent.isObject()) {
            faults.add(Pointer.ROOT, FaultCode.WRONG_TYPE);
        }
        return new SentObject(sent.isObject() ? sent : MissingNode.getInstance(), Pointer.ROOT, faults);
    }

    SentObject object(String name) {
        JsonNode child = child(name);
        if (!child.isObject() && !isAbsent(child)) {
            faults.add(pointer.to(name), FaultCode.WRONG_TYPE);
        }
        return new SentObject(child.isObject() ? child : MissingNode.getInstance(), pointer.to(name), faults);
    }

    @Nullable String text(String name) {
        return text(child(name), pointer.to(name), Character::isISOControl);
    }

    @Nullable Boolean bool(String name) {
        JsonNode child = child(name);
        if (child.isBoolean()) {
            return child.booleanValue();
        }
        if (!isAbsent(child)) {
            faults.add(pointer.to(name), FaultCode.WRONG_TYPE);
        }
        return null;
    }

    /** All fields, whatever their names, as texts that may hold tabs and line breaks. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Pointer here = pointer.to(field.getKey());
            String name = clean(field.getKey(), here, Character::isISOControl);
            String text = text(field.getValue(), here, SentObject::isControlButNoLine);
            if (name != null && text != null && (name.isEmpty() || texts.putIfAbsent(name, text) != null)) {
                faults.add(here, FaultCode.INVALID_NAME);
            }
        }
        return texts;
    }

    /** Every field that nobody has asked for is a fault. */
    void refuseTheRest() {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                faults.add(pointer.to(field.getKey()), FaultCode.UNKNOWN_FIELD);
            }
        }
    }

    private JsonNode child(String name) {
        known.add(name);
        return node.path(name);
    }

    private @Nullable String text(JsonNode value, Pointer here, IntPredicate refused) {
        if (value.isTextual()) {
            String text = clean(value.textValue(), here, refused);
            return text == null || text.isEmpty() ? null : text;
        }
        if (!isAbsent(value)) {
            faults.add(here, FaultCode.WRONG_TYPE);
        }
        return null;
    }

    private @Nullable String clean(String text, Pointer here, IntPredicate refused) {
        if (text.codePoints().anyMatch(refused)) {
            faults.add(here, FaultCode.CONTROL_CHARACTER);
            return null;
        }
        // A code point is a surrogate only where its other half is missing; UTF-8 cannot hold it.
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            faults.add(here, FaultCode.UNPAIRED_SURROGATE);
            return null;
        }
        return Blanks.strip(text);
    }

    private static boolean isControlButNoLine(int c) {
        return Character.isISOControl(c) && c != '\t' && c != '\r' && c != '\n';
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
